"""Coding assistants: GitHub Copilot's bill, its report by person and its seats; Claude Code's own report.

The company has fourteen Copilot seats, two of which were never used. What Claude Code reports is the traffic
of one key that Anthropic bills, so it explains and adds nothing.
"""

from datetime import date, datetime, timedelta

from finops.demo.engine import Demo, literal
from finops.demo.llm import CLASSES
from finops.demo.story import ISSUERS

SEATS = 14
USERS = 12
SEAT_PRICE = "19"
CREDIT_PRICE = "0.01"
CLAUDE_CODE_KEY = "platform-ci-review"
MODELS = ("GPT-5", "Auto: Claude Sonnet 4.5", "Claude Opus 4.6")


def write(demo: Demo) -> None:
    """Write all months, and add up what GitHub invoices."""
    _credits(demo)
    for month in demo.story.months:
        _bill(demo, month)
        _detail(demo, month)
        _seats(demo, month)
        _claude_code(demo, month)
    demo.step("Copilot bill", ["copilot/billing"], "copilot_usage")
    demo.step("Copilot credits by person", ["copilot/credits"], "copilot_usage")
    demo.step("Claude Code report", ["claude_code"], "anthropic_claude_code")
    demo.note_invoice(
        "github",
        ISSUERS["github"],
        f"""
        SELECT NULL, NULL, month, 'USD', sum(net), 0 FROM (
            SELECT date_trunc('month', day)::DATE AS month, net FROM copilot_credits
            UNION ALL
            SELECT DISTINCT date_trunc('month', day)::DATE, {SEATS} * {SEAT_PRICE}::DECIMAL(12, 2) FROM days
        ) GROUP BY month
        """,
    )


def _credits(demo: Demo) -> None:
    """Create `copilot_credits`: who used how many AI credits on which working day; half are in the plan."""
    demo.run(f"""
        CREATE TABLE copilot_credits AS
        WITH used AS (
            SELECT
                day, number, 'u' || lpad(number::VARCHAR, 2, '0') AS login,
                pick({literal(MODELS)}, hash(day, number), 'copilot model') AS model,
                5 + floor(dice(hash(day, number), 'copilot credits') * 60)::BIGINT AS credits
            FROM days, unnest(range(1, {USERS + 1})) AS numbers(number)
            WHERE isodow(day) < 6 AND dice(hash(day, number), 'copilot day') < 0.6
        )
        SELECT
            *, credits * {CREDIT_PRICE}::DECIMAL(12, 2) AS gross,
            CASE WHEN number <= {USERS // 2} THEN 0 ELSE credits * {CREDIT_PRICE}::DECIMAL(12, 2) END AS net
        FROM used
    """)


def _between(demo: Demo, month: date) -> str:
    first, last = demo.story.days_of(month)
    return f"day BETWEEN {literal(first)} AND {literal(last)}"


def _bill(demo: Demo, month: date) -> None:
    lines = f"""
        SELECT {literal(month)} AS day, 'copilot_business' AS sku, {SEATS} AS quantity, 'seats' AS unit,
            {SEAT_PRICE}::DECIMAL(12, 2) AS price, {SEATS} * {SEAT_PRICE}::DECIMAL(12, 2) AS gross,
            {SEATS} * {SEAT_PRICE}::DECIMAL(12, 2) AS net
        UNION ALL
        SELECT
            day, 'copilot_ai_credit', sum(credits)::BIGINT, 'ai-credits', {CREDIT_PRICE}, sum(gross), sum(net)
        FROM copilot_credits WHERE {_between(demo, month)} GROUP BY day
    """
    select = f"""
        SELECT day AS date, 'copilot' AS product, sku, quantity, unit AS unit_type,
            plain(price) AS applied_cost_per_quantity, plain(gross) AS gross_amount,
            plain(gross - net) AS discount_amount, plain(net) AS net_amount, 'tessaline' AS organization,
            NULL AS repository, NULL AS cost_center_name
        FROM ({lines}) ORDER BY day, sku
    """
    demo.copy(
        "copilot_usage",
        f"copilot/billing/billing_{month:%Y-%m}.csv",
        select,
        "FORMAT csv, HEADER",
        billed=f"SELECT sum(net) FROM ({lines})",
    )


def _detail(demo: Demo, month: date) -> None:
    where = _between(demo, month)
    select = f"""
        SELECT day AS date, login AS username, 'copilot' AS product, 'copilot_ai_credit' AS sku, model,
            credits AS quantity, 'ai-credits' AS unit_type, {CREDIT_PRICE} AS applied_cost_per_quantity,
            plain(gross) AS gross_amount, plain(gross - net) AS discount_amount, plain(net) AS net_amount,
            1900 AS total_monthly_quota, 'tessaline' AS organization, NULL AS cost_center_name,
            credits AS aic_quantity, plain(gross) AS aic_gross_amount, credits * 900 AS input,
            credits * 140 AS output, credits * 2100 AS cache_read, credits * 60 AS cache_write
        FROM copilot_credits WHERE {where} ORDER BY day, login
    """
    demo.copy(
        "copilot_usage",
        f"copilot/credits/credits_{month:%Y-%m}.csv",
        select,
        "FORMAT csv, HEADER",
        billed=f"SELECT sum(net) FROM copilot_credits WHERE {where}",
    )


def _seats(demo: Demo, month: date) -> None:
    """A snapshot on the evening of the month's last day; two seats were never used."""
    _, last = demo.story.days_of(month)
    select = f"""
        WITH seats AS (
            SELECT
                'u' || lpad(number::VARCHAR, 2, '0') AS login, number,
                (SELECT max(day) FROM copilot_credits AS used
                WHERE used.number = numbers.number AND day <= {literal(last)}) AS last_day
            FROM unnest(range(1, {SEATS + 1})) AS numbers(number)
        )
        SELECT {SEATS} AS total_seats, list({{
            'created_at': iso({literal(demo.story.first_day)}), 'updated_at': iso({literal(last)}),
            'pending_cancellation_date': NULL::VARCHAR,
            'last_activity_at': iso(last_day + INTERVAL 15 HOUR),
            'last_activity_editor': CASE WHEN last_day IS NOT NULL THEN 'vscode/1.104.0/copilot' END,
            'plan_type': 'business', 'assignee': {{'login': login, 'id': 5000 + number}}
        }} ORDER BY number) AS seats
        FROM seats
    """
    path = f"copilot/seats/seats_{month:%Y-%m}.json"
    demo.copy("copilot_seats", path, select, "FORMAT json", rows=SEATS)
    evening = datetime.combine(last, datetime.min.time()) + timedelta(hours=20)
    demo.step(f"Copilot seats, {month:%Y-%m}", [path], "copilot_seats", evening)


def _claude_code(demo: Demo, month: date) -> None:
    """One record per day of the key that runs Claude Code, as its tokens are in Anthropic's usage report."""
    cents = " + ".join(f"{name}::DECIMAL(20, 0) * {name}_price" for name in CLASSES)
    per_day = f"""
        SELECT
            day, name, model_id, sum(input)::BIGINT AS input, sum(output)::BIGINT AS output,
            sum(cache_read)::BIGINT AS cache_read,
            sum(cache_write_5m + cache_write_1h)::BIGINT AS cache_creation,
            to_double(sum(({cents}) * 0.0001::DECIMAL(5, 4))) AS cents, sum(requests)::BIGINT AS requests
        FROM llm_usage
        WHERE name = {literal(CLAUDE_CODE_KEY)} AND {_between(demo, month)}
        GROUP BY day, name, model_id
    """
    select = f"""
        SELECT list({{
            'date': iso(day), 'actor': {{'type': 'api_actor', 'api_key_name': name}},
            'organization_id': 'org-tessaline', 'customer_type': 'api', 'terminal_type': 'non-interactive',
            'core_metrics': {{
                'num_sessions': 1 + requests // 40,
                'lines_of_code': {{'added': requests * 3, 'removed': requests}},
                'commits_by_claude_code': requests // 60, 'pull_requests_by_claude_code': requests // 200
            }},
            'tool_actions': {{'edit_tool': {{'accepted': requests // 5, 'rejected': requests // 50}}}},
            'model_breakdown': [{{
                'model': model_id,
                'tokens': {{
                    'input': input, 'output': output, 'cache_read': cache_read,
                    'cache_creation': cache_creation
                }},
                'estimated_cost': {{'currency': 'USD', 'amount': cents}}
            }}]
        }} ORDER BY day) AS data, false AS has_more, NULL AS next_page
        FROM ({per_day})
    """
    rows = demo.value(f"SELECT count(*) FROM ({per_day})")
    if rows:
        path = f"claude_code/claude_code_{month:%Y-%m}.json"
        demo.copy("anthropic_claude_code", path, select, "FORMAT json", rows=rows)
