"""Anthropic: pages of the cost report (amounts in cents, as text) and the messages usage report."""

from finops.demo.engine import Demo, literal, plain
from finops.demo.pages import Pull, make_pulled, pulls, unpivoted, write_pages
from finops.demo.story import ISSUERS, WEB_SEARCH_CENTS

BUCKET = "'starting_at': iso(day), 'ending_at': iso(day + INTERVAL 1 DAY)"
TOKEN_TYPE = """
    CASE token_class
        WHEN 'input' THEN 'uncached_input_tokens' WHEN 'cache_read' THEN 'cache_read_input_tokens'
        WHEN 'cache_write_5m' THEN 'cache_creation.ephemeral_5m_input_tokens'
        WHEN 'cache_write_1h' THEN 'cache_creation.ephemeral_1h_input_tokens' ELSE 'output_tokens'
    END
"""
DESCRIPTION = """
    CASE model WHEN 'claude-haiku-4-5' THEN 'Claude Haiku 4.5' WHEN 'claude-sonnet-4-5'
        THEN 'Claude Sonnet 4.5'
        ELSE 'Claude Opus 4.6' END || ' Usage - '
    || CASE token_class
        WHEN 'input' THEN 'Input Tokens' WHEN 'cache_read' THEN 'Input Tokens, Cache Read'
        WHEN 'cache_write_5m' THEN 'Input Tokens, Cache Write' WHEN 'cache_write_1h'
            THEN 'Input Tokens, Cache Write (1h)'
        ELSE 'Output Tokens' END
    || CASE WHEN service_tier = 'batch' THEN ', Batch' ELSE '' END
    || CASE WHEN context_window = '0-200k' THEN '' ELSE ', Long Context' END
"""


def write(demo: Demo) -> None:
    """Write costs and usage of both pulls, and add up what the cost report bills in the end."""
    for pull in pulls(demo.story):
        make_pulled(demo, pull)
        _costs(demo, pull)
        _usage(demo, pull)
        for kind in ("costs", "usage"):
            demo.step(
                f"Anthropic {kind}, {pull.name}",
                [f"anthropic/{kind}/{pull.name}"],
                f"anthropic_{kind}",
                pull.pulled_at,
            )
    _analytics(demo)
    demo.note_invoice(
        "anthropic",
        ISSUERS["anthropic"],
        """
        SELECT NULL, NULL, date_trunc('month', day)::DATE, 'USD', sum(cents * 0.01::DECIMAL(3, 2)), 0
        FROM anthropic_costs GROUP BY date_trunc('month', day)
        """,
    )


def overlap(demo: Demo) -> dict:
    """What the analytics report tells again of the cost report: its days, and dollars."""
    return {
        "vendor": ISSUERS["anthropic"],
        "days": demo.story.repull_window,
        "amount": demo.value(f"SELECT sum(cents * 0.01::DECIMAL(3, 2)) FROM ({_analysed(demo)})"),
        "cause": "the analytics report tells the cost report again, by product",
    }


def _analysed(demo: Demo) -> str:
    first, last = demo.story.repull_window
    return f"""
        SELECT day, project_id, cost_type, model_id, service_tier, token_type, context_window,
            sum(cents)::DECIMAL(34, 10) AS cents
        FROM anthropic_costs WHERE day BETWEEN {literal(first)} AND {literal(last)}
        GROUP BY day, project_id, cost_type, model_id, service_tier, token_type, context_window
    """


def _analytics(demo: Demo) -> None:
    """The analytics report of one week: each of its days is in the cost report of the same account."""
    analysed = _analysed(demo)
    select = f"""
        SELECT list({{
            'starting_at': iso(day), 'ending_at': iso(day + INTERVAL 1 DAY),
            'group': {{
                'workspace_id': project_id, 'api_key_id': NULL, 'actor': NULL, 'product': 'api',
                'model': model_id, 'service_tier': service_tier, 'context_window': context_window,
                'inference_geo': CASE WHEN model_id IS NOT NULL THEN 'global' END, 'token_type': token_type,
                'cost_type': cost_type, 'agent_id': NULL, 'session_id': NULL, 'rbac_group_id': NULL
            }},
            'cost': {{'amount': plain(cents), 'list_amount': plain(cents), 'requests': NULL}}
        }} ORDER BY day, project_id, cost_type, model_id, service_tier, token_type, context_window) AS data,
        false AS has_more, NULL AS next_page
        FROM ({analysed})
    """
    path = "anthropic_analytics/cost.json"
    demo.copy(
        "anthropic_analytics",
        path,
        select,
        "FORMAT json",
        rows=demo.value(f"SELECT count(*) FROM ({analysed})"),
        billed=f"SELECT sum(cents * 0.01::DECIMAL(3, 2)) FROM ({analysed})",
    )
    demo.step("Anthropic analytics", [path], "anthropic_analytics", pulls(demo.story)[1].pulled_at)


def _costs(demo: Demo, pull: Pull) -> None:
    # Priority Tier is bought by commitment: its tokens are in the usage report only.
    rows = unpivoted(
        "day, project_id, model, model_id, service_tier, context_window",
        "vendor = 'anthropic' AND service_tier != 'priority'",
    )
    demo.run(f"""
        CREATE OR REPLACE TABLE anthropic_costs AS
        WITH items AS (
            SELECT
                day, project_id, {DESCRIPTION} AS description, 'tokens' AS cost_type, model_id, service_tier,
                {TOKEN_TYPE} AS token_type, context_window,
                tokens::DECIMAL(20, 0) * price::DECIMAL(12, 6) * 0.0001::DECIMAL(5, 4) AS cents
            FROM ({rows})
            UNION ALL
            SELECT
                day, project_id, 'Web Search Usage', 'web_search', NULL, NULL, NULL, NULL,
                searches * {plain(WEB_SEARCH_CENTS)}::DECIMAL(18, 10)
            FROM pulled WHERE vendor = 'anthropic' AND searches > 0
        ),
        grouped AS (
            SELECT
                day, project_id, description, cost_type, model_id, service_tier, token_type, context_window,
                sum(cents)::DECIMAL(34, 10) AS cents
            FROM items
            GROUP BY day, project_id, description, cost_type, model_id, service_tier, token_type,
            context_window
        )
        SELECT *, row_number() OVER (PARTITION BY day ORDER BY project_id,
        description) AS position FROM grouped
    """)
    result = """{
        'amount': plain(cents), 'currency': 'USD', 'cost_type': cost_type, 'description': description,
        'model': model_id, 'service_tier': service_tier, 'token_type': token_type,
        'context_window': context_window,
        'inference_geo': CASE WHEN model_id IS NOT NULL THEN 'global' END, 'workspace_id': project_id
    }"""
    write_pages(
        demo, "anthropic_costs", pull, "anthropic_costs", result=result, bucket=BUCKET, is_openai=False,
        billed="cents * 0.01::DECIMAL(3, 2)",
    )  # fmt: skip


def _usage(demo: Demo, pull: Pull) -> None:
    demo.run("""
        CREATE OR REPLACE TABLE anthropic_usage AS
        WITH grouped AS (
            SELECT
                day, project_id, key_id, model_id, service_tier, context_window,
                sum(input)::BIGINT AS input, sum(cache_read)::BIGINT AS cache_read,
                sum(cache_write_5m)::BIGINT AS cache_write_5m, sum(cache_write_1h)::BIGINT AS cache_write_1h,
                sum(output)::BIGINT AS output, sum(searches)::BIGINT AS searches
            FROM pulled WHERE vendor = 'anthropic'
            GROUP BY day, project_id, key_id, model_id, service_tier, context_window
        )
        SELECT
            *,
            row_number() OVER (
                PARTITION BY day ORDER BY project_id, key_id, model_id, service_tier, context_window
            ) AS position
        FROM grouped
    """)
    result = """{
        'uncached_input_tokens': input,
        'cache_creation': {'ephemeral_5m_input_tokens': cache_write_5m,
        'ephemeral_1h_input_tokens': cache_write_1h},
        'cache_read_input_tokens': cache_read, 'output_tokens': output,
        'server_tool_use': {'web_search_requests': searches},
        'api_key_id': key_id, 'workspace_id': project_id, 'account_id': NULL, 'service_account_id': NULL,
        'model': model_id, 'service_tier': service_tier, 'context_window': context_window,
        'inference_geo': 'global'
    }"""
    write_pages(
        demo,
        "anthropic_usage",
        pull,
        "anthropic_usage",
        result=result,
        bucket=BUCKET,
        is_openai=False,
        billed=None,
    )
