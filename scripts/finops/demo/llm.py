"""The LLM traffic: attempts through the gateway, and what each key used on each day.

The gateway's attempts are made first, month by month; the daily usage of keys behind the gateway is the sum
of the attempts that reached the vendor, so that vendor and gateway tell of the same tokens. Table
`gateway_attempts` holds one month at a time, `llm_days` one row per day, key and model.
"""

from datetime import date
from decimal import Decimal

from finops.demo.engine import Demo, literal
from finops.demo.story import (
    AGENT_KEY,
    BATCH_FACTOR,
    CLOUD_KEY,
    INCIDENT_FACTOR,
    INCIDENT_KEY,
    ISSUERS,
    KEYS,
    LONG_CONTEXT_INPUT_FACTOR,
    LONG_CONTEXT_OUTPUT_FACTOR,
    PRICES,
    PRIORITY_DAYS,
    PRIORITY_INPUT_TOKENS,
    PRIORITY_KEY,
    PRIORITY_MODEL,
    PRIORITY_OUTPUT_TOKENS,
    PRODUCTS,
    RELEASE_OUTPUT_FACTOR,
    RELEASE_PRODUCT,
    RUNAWAY_CALLS,
    RUNAWAY_FIRST_PROMPT,
    RUNAWAY_HOUR,
    RUNAWAY_LONGER_BY,
    RUNAWAY_MODEL,
    RUNAWAY_SECONDS,
)
from finops.demo.token_sizes import QUANTILES

CLASSES = ("input", "cache_read", "cache_write_5m", "cache_write_1h", "output")


def make_keys(demo: Demo) -> None:
    """Create `llm_keys`: one row per key, copy and model, with prices in dollars per million tokens."""
    rows = []
    for number, key in enumerate(KEYS):
        for model in key.models:
            model_id, *prices = PRICES[model]
            factor = BATCH_FACTOR if key.tier == "batch" else Decimal(1)
            long_context = key.context_window != "0-200k"
            input_factor = factor * (LONG_CONTEXT_INPUT_FACTOR if long_context else 1)
            output_factor = factor * (LONG_CONTEXT_OUTPUT_FACTOR if long_context else 1)
            scaled = [Decimal(price) * input_factor for price in prices[:4]] + [
                Decimal(prices[4]) * output_factor
            ]
            rows.append(
                (
                    number, key.name, key.vendor, key.team, key.project, PRODUCTS.get(key.team or ""),
                    key.via, model,
                    model_id, key.base, key.style, key.environment, key.tier, key.context_window,
                    key.is_named, *scaled,
                )
            )  # fmt: skip
    prices = ", ".join(f"{name}_price DECIMAL(12, 6)" for name in CLASSES)
    demo.table(
        "key_templates",
        "key_number INTEGER, name VARCHAR, vendor VARCHAR, team VARCHAR, project VARCHAR, product VARCHAR,"
        " via VARCHAR, model VARCHAR, model_id VARCHAR, base DOUBLE, style VARCHAR, environment VARCHAR,"
        f" tier VARCHAR, context_window VARCHAR, is_named BOOLEAN, {prices}",
        rows,
    )
    demo.run(f"""
        CREATE TABLE llm_keys AS
        SELECT
            key_templates.* REPLACE (name || copies.suffix AS name),
            copies.copy,
            name || copies.suffix || '|' || model AS key_model,
            CASE WHEN is_named THEN
                CASE vendor WHEN 'openai' THEN 'key_' ELSE 'apikey_01' END || replace(name || copies.suffix,
                '-', '')
            END AS key_id,
            sha256('sk-' || name || copies.suffix) AS key_hash,
            CASE vendor WHEN 'openai' THEN 'proj_' ELSE 'wrkspc_01' END || project AS project_id
        FROM key_templates
        CROSS JOIN (
            SELECT copy, CASE WHEN copy = 0 THEN '' ELSE '-' || (copy + 1) END AS suffix
            FROM range({demo.copies}) AS copies(copy)
        ) AS copies
        ORDER BY key_number, copy, model
    """)
    demo.table(
        "sizes",
        "style VARCHAR, context BIGINT[], generated BIGINT[]",
        [(style, QUANTILES[style, "context"], QUANTILES[style, "generated"]) for style in ("conv", "code")],
    )
    tokens = ", ".join(f"{name} BIGINT" for name in CLASSES)
    demo.run(
        f"CREATE TABLE llm_days (day DATE, key_model VARCHAR, requests BIGINT, searches BIGINT, {tokens})"
    )


def make_month(demo: Demo, month: date) -> None:
    """Create `gateway_attempts` of a month and add its days to `llm_days`."""
    start, end = demo.story.days_of(month)
    days = f"day BETWEEN {literal(start)} AND {literal(end)} AND day != {literal(demo.story.empty_day)}"
    _attempts(demo, days)
    demo.run("""
        INSERT INTO llm_days
        SELECT
            day, key_model, count(*), 0, sum(input), sum(cache_read), sum(cache_write_5m),
            sum(cache_write_1h),
            sum(output)
        FROM gateway_attempts
        WHERE status = 'success' AND NOT is_cache_hit
        GROUP BY day, key_model
    """)
    _direct_days(demo, days)


def _attempts(demo: Demo, days: str) -> None:
    """One row per attempt. A failed one has no tokens; what the gateway's cache answers reaches no vendor."""
    demo.run(f"""
        CREATE OR REPLACE TABLE gateway_attempts AS
        WITH calls AS (
            SELECT days.day, llm_keys.*, hash(key_model, day, number, {demo.seed}) AS call, NULL AS runaway
            FROM days, llm_keys, unnest(range(floor(
                base * {demo.scale / demo.copies} * weekday_share(day) * growth(0.06, day)
                * between_dice(0.85, 1.15, key_model || day, 'calls') + dice(key_model || day,
                'part of a call')
            )::BIGINT)) AS numbers(number)
            WHERE via = 'gateway' AND {days}
            UNION ALL
            SELECT day, llm_keys.*, hash(key_model, day, number, 'runaway', {demo.seed}), number
            FROM days, llm_keys, range({RUNAWAY_CALLS}) AS numbers(number)
            WHERE
                {days} AND day = {literal(demo.story.last_day)} AND copy = 0
                AND name = {literal(AGENT_KEY)} AND model = {literal(RUNAWAY_MODEL)}
        ),
        sized AS (
            SELECT
                calls.*,
                CASE WHEN runaway IS NULL THEN dice(call, 'outcome') ELSE 0.5 END AS outcome,
                CASE WHEN runaway IS NULL THEN from_quantiles(context, dice(call, 'context'))
                    ELSE {RUNAWAY_FIRST_PROMPT} + runaway * {RUNAWAY_LONGER_BY} END AS prompt,
                floor(from_quantiles(generated, dice(call, 'generated')) * CASE
                    WHEN product = {literal(RELEASE_PRODUCT)} AND day >= {literal(demo.story.release_day)}
                        THEN {RELEASE_OUTPUT_FACTOR} ELSE 1 END)::BIGINT AS output,
                CASE WHEN dice(call, 'cached') < 0.4 THEN between_dice(0.3, 0.9, call,
                'read') ELSE 0 END AS read_share,
                CASE
                    WHEN cache_write_5m_price > 0 AND dice(call, 'written') < 0.25
                        THEN between_dice(0.02, 0.1, call, 'write')
                    ELSE 0
                END AS write_share
            FROM calls INNER JOIN sizes USING (style)
        ),
        split AS (
            SELECT
                *, floor(prompt * read_share)::BIGINT AS cache_read, floor(prompt * write_share)::BIGINT
                    AS written,
                vendor = 'anthropic' AND style = 'code' AS is_long_cache
            FROM sized
        ),
        -- 2 % of the calls fail once and are tried again, 1 % fail for good, 4 % the gateway's cache answers.
        attempts AS (
            SELECT *, attempt, attempt <= CASE WHEN outcome < 0.03 THEN 1 ELSE 0 END AS is_failure
            FROM split, unnest(range(1, CASE WHEN outcome < 0.02 THEN 3 ELSE 2 END)) AS tries(attempt)
        )
        SELECT
            day, key_model, key_number, copy, call, attempt,
            CASE WHEN is_failure THEN 'failure' ELSE 'success' END AS status,
            NOT is_failure AND outcome >= 0.96 AS is_cache_hit,
            day::TIMESTAMP + CASE WHEN runaway IS NULL
                THEN to_milliseconds(floor(dice(call, 'time') * 86000000)::BIGINT + (attempt - 1) * 20000)
                ELSE to_seconds({RUNAWAY_HOUR * 3600} + runaway * {RUNAWAY_SECONDS}) END AS started_at,
            runaway IS NOT NULL AS is_runaway,
            400 + output * 11 + floor(dice(call, 'latency') * 900)::BIGINT AS duration_ms,
            CASE WHEN is_failure THEN 0 ELSE prompt - cache_read - written END AS input,
            CASE WHEN is_failure THEN 0 ELSE cache_read END AS cache_read,
            CASE WHEN is_failure OR is_long_cache THEN 0 ELSE written END AS cache_write_5m,
            CASE WHEN is_failure OR NOT is_long_cache THEN 0 ELSE written END AS cache_write_1h,
            CASE WHEN is_failure THEN 0 ELSE output END AS output
        FROM attempts
        ORDER BY started_at, call, attempt
    """)


def _direct_days(demo: Demo, days: str) -> None:
    """Days of the keys that call vendors themselves; on the days of the incident one key does all twice."""
    incident = (
        f"name = {literal(INCIDENT_KEY)} AND list_contains({literal(list(demo.story.incident_days))}, day)"
    )
    demo.run(f"""
        INSERT INTO llm_days
        WITH volumes AS (
            SELECT
                *,
                floor(base * 1000000 * weekday_share(day) * growth(0.04, day)
                    * between_dice(0.88, 1.12, key_model || day, 'input'))::BIGINT AS prompt,
                between_dice(0.2, 0.45, key_model || day, 'read') AS read_share,
                CASE WHEN cache_write_5m_price > 0 THEN between_dice(0.02, 0.06, key_model || day,
                'write') ELSE 0 END
                    AS write_share,
                between_dice(0.09, 0.16, key_model || day, 'output') AS output_share,
                CASE WHEN {incident} THEN {INCIDENT_FACTOR} ELSE 1 END AS factor
            FROM days, llm_keys
            WHERE via = 'direct' AND {days}
        ),
        split AS (
            SELECT
                *, floor(prompt * read_share)::BIGINT AS cache_read, floor(prompt * write_share)::BIGINT
                    AS written,
                vendor = 'anthropic' AND style = 'code' AS is_long_cache, prompt // 1850 + 1 AS requests
            FROM volumes
        )
        SELECT
            day, key_model, requests * factor,
            CASE WHEN name LIKE 'assist-kb-writer%' AND model = 'claude-sonnet-4-5' THEN requests // 40
                ELSE 0 END,
            (prompt - cache_read - written) * factor, cache_read * factor,
            CASE WHEN is_long_cache THEN 0 ELSE written END * factor,
            CASE WHEN is_long_cache THEN written ELSE 0 END * factor,
            floor(prompt * output_share)::BIGINT * factor
        FROM split
        ORDER BY day, key_model
    """)


def make_usage(demo: Demo) -> None:
    """Create `llm_usage` out of the days: with names and prices of keys, and Priority Tier rows beside."""
    priority_days = literal(list(demo.story.priority_days))
    classes = ", ".join(CLASSES)
    demo.run(f"""
        CREATE TABLE llm_usage AS
        SELECT llm_days.day, llm_keys.*, requests, searches, {classes}, tier AS service_tier
        FROM llm_days INNER JOIN llm_keys USING (key_model)
        UNION ALL
        SELECT
            days.day, llm_keys.*, 1200, 0, {PRIORITY_INPUT_TOKENS // PRIORITY_DAYS}, 0, 0, 0,
            {PRIORITY_OUTPUT_TOKENS // PRIORITY_DAYS}, 'priority'
        FROM days, llm_keys
        WHERE
            list_contains({priority_days}, day)
            AND name = {literal(PRIORITY_KEY)} AND model = {literal(PRIORITY_MODEL)}
    """)


def cloud_overlap(demo: Demo) -> dict:
    """What the gateway logs of a cloud's models and the cloud bills too: dollars by billing period."""
    spend = " + ".join(f"{name}::DECIMAL(20, 0) * {name}_price" for name in CLASSES)
    amounts = demo.rows(f"""
        SELECT strftime(day, '%Y-%m'), sum(({spend}) * 0.000001::DECIMAL(7, 6))
        FROM llm_days INNER JOIN llm_keys USING (key_model)
        WHERE name LIKE {literal(CLOUD_KEY + "%")}
        GROUP BY strftime(day, '%Y-%m') ORDER BY strftime(day, '%Y-%m')
    """)
    return {
        "provider": ISSUERS["aws"],
        "key_name": CLOUD_KEY,
        "amounts": dict(amounts),
        "cause": "the gateway logs calls of Bedrock that AWS bills",
    }
