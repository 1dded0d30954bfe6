"""OpenAI: pages of the organization costs and completions usage APIs."""

from finops.demo import openai_services
from finops.demo.engine import Demo
from finops.demo.openai_services import BUCKET
from finops.demo.pages import Pull, make_pulled, pulls, unpivoted, write_pages
from finops.demo.story import ISSUERS

# What stands after the comma changed with the newest models.
LINE_ITEM = """
    model_id || CASE WHEN service_tier = 'batch' THEN ' batch' ELSE '' END || ', '
    || CASE WHEN model_id LIKE 'gpt-6%'
        THEN CASE token_class
            WHEN 'input' THEN 'input_tokens' WHEN 'cache_read' THEN 'cached_input_tokens'
            WHEN 'output' THEN 'output_tokens' ELSE 'cache_write_tokens' END
        ELSE CASE token_class
            WHEN 'input' THEN 'input' WHEN 'cache_read' THEN 'cached input'
            WHEN 'output' THEN 'output' ELSE 'cache write' END
    END
"""


def write(demo: Demo) -> None:
    """Write costs and usage of both pulls, and add up what OpenAI invoices in the end."""
    for pull in pulls(demo.story):
        make_pulled(demo, pull)
        openai_services.make(demo, pull)
        _costs(demo, pull)
        _usage(demo, pull)
        for kind in ("costs", "usage"):
            demo.step(
                f"OpenAI {kind}, {pull.name}",
                [f"openai/{kind}/{pull.name}"],
                f"openai_{kind}",
                pull.pulled_at,
            )
        openai_services.write(demo, pull)
    demo.note_invoice(
        "openai",
        ISSUERS["openai"],
        """
        SELECT NULL, NULL, date_trunc('month', day)::DATE, 'USD', sum(amount), 0 FROM openai_costs
        GROUP BY date_trunc('month', day)
        """,
    )


def _costs(demo: Demo, pull: Pull) -> None:
    columns = f"day, project_id, key_id, {LINE_ITEM} AS line_item"
    # Classes are named after the unpivoting, so the line item is made of its columns.
    rows = unpivoted("day, project_id, key_id, model_id, service_tier", "vendor = 'openai'")
    demo.run(f"""
        CREATE OR REPLACE TABLE openai_costs AS
        WITH items AS (
            SELECT {columns}, 'tokens' AS unit, tokens,
                tokens::DECIMAL(20, 0) * price::DECIMAL(12, 6) * 0.000001::DECIMAL(7, 6) AS amount
            FROM ({rows})
            UNION ALL
            SELECT day, project_id, key_id, line_item, unit, quantity, amount
            FROM openai_services
        ),
        grouped AS (
            SELECT day, project_id, key_id, line_item, unit, sum(tokens)::BIGINT AS quantity,
                sum(amount)::DECIMAL(38, 12) AS amount
            FROM items GROUP BY day, project_id, key_id, line_item, unit
        )
        SELECT *, row_number() OVER (PARTITION BY day ORDER BY project_id, key_id,
        line_item) AS position FROM grouped
    """)
    result = """{
        'object': 'organization.costs.result', 'amount': {'value': to_double(amount), 'currency': 'usd'},
        'line_item': line_item, 'project_id': project_id, 'api_key_id': key_id,
        'quantity': quantity, 'quantity_unit': unit
    }"""
    write_pages(
        demo,
        "openai_costs",
        pull,
        "openai_costs",
        result=result,
        bucket=BUCKET,
        is_openai=True,
        billed="amount",
    )


def _usage(demo: Demo, pull: Pull) -> None:
    demo.run("""
        CREATE OR REPLACE TABLE openai_usage AS
        WITH grouped AS (
            SELECT
                day, project_id, key_id, model_id, service_tier = 'batch' AS batch,
                sum(input)::BIGINT AS uncached, sum(cache_read)::BIGINT AS cached,
                sum(cache_write_5m + cache_write_1h)::BIGINT AS written, sum(output)::BIGINT AS output,
                sum(requests)::BIGINT AS requests
            FROM pulled WHERE vendor = 'openai'
            GROUP BY day, project_id, key_id, model_id, service_tier = 'batch'
        )
        SELECT
            *, row_number() OVER (PARTITION BY day ORDER BY project_id, key_id, model_id, batch) AS position
        FROM grouped
    """)
    result = """{
        'object': 'organization.usage.completions.result',
        'input_tokens': uncached + cached + written, 'input_cached_tokens': cached,
        'input_cache_write_tokens': written, 'input_uncached_tokens': uncached, 'output_tokens': output,
        'input_text_tokens': uncached, 'output_text_tokens': output, 'input_cached_text_tokens': cached,
        'input_audio_tokens': 0, 'input_cached_audio_tokens': 0, 'output_audio_tokens': 0,
        'input_image_tokens': 0, 'input_cached_image_tokens': 0, 'output_image_tokens': 0,
        'num_model_requests': requests, 'project_id': project_id, 'user_id': NULL, 'api_key_id': key_id,
        'model': model_id, 'batch': batch, 'service_tier': 'default'
    }"""
    write_pages(
        demo, "openai_usage", pull, "openai_usage", result=result, bucket=BUCKET, is_openai=True, billed=None
    )
