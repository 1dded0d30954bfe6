"""OpenAI: what is counted in images, seconds, characters and calls, and embeddings, beside the completions.

Table `openai_services` has a row per day and service as a pull was told it, with its exact cost; openai.py
bills it in the same cost lines that its invoices add up.
"""

from finops.demo.engine import Demo, literal
from finops.demo.pages import Pull, write_pages
from finops.demo.story import key_id

BUCKET = """
    'object': 'bucket', 'start_time': epoch(day)::BIGINT, 'end_time': epoch(day + INTERVAL 1 DAY)::BIGINT
"""
# Usage endpoint, model, line item of the bill, unit, dollars per unit, key and project, from, to a day.
SERVICES = (
    ("embeddings", "text-embedding-3-small", "text-embedding-3-small, input", "tokens", "0.00000002",
     "doc-summaries", "proj_search", 4_000_000, 9_000_000),
    ("images", "gpt-image-1", "Image models", "images", "0.042", "perception-caption", "proj_perception",
     8, 30),
    ("audio_speeches", "tts-1", "tts-1", "characters", "0.000015", "assist-offline-qa", "proj_assist",
     20_000, 60_000),
    ("audio_transcriptions", "whisper-1", "whisper-1", "seconds", "0.0001", "assist-offline-qa",
     "proj_assist", 3_000, 9_000),
    ("web_search_calls", "gpt-5-2025-08-07", "Web search tool calls", "calls", "0.01", "research-distill",
     "proj_research", 10, 60),
)  # fmt: skip
RESULTS = {
    "embeddings": "'object': 'organization.usage.embeddings.result', 'input_tokens': quantity",
    "images": "'object': 'organization.usage.images.result', 'images': quantity, 'size': '1024x1024',"
    " 'source': 'image.generation'",
    "audio_speeches": "'object': 'organization.usage.audio_speeches.result', 'characters': quantity",
    "audio_transcriptions": "'object': 'organization.usage.audio_transcriptions.result', 'seconds': quantity",
    "web_search_calls": "'object': 'organization.usage.web_searches.result', 'num_requests': quantity,"
    " 'context_level': 'medium'",
}

# Below this scale the few images and calls of a day would all be one.
SMALLEST = 0.2


def make(demo: Demo, pull: Pull) -> None:
    """Create `openai_services` as a pull was told it: `day`, `endpoint`, whose, `quantity`, `amount`."""
    rows = [(*service[:5], key_id(service[5]), *service[6:]) for service in SERVICES]
    demo.table(
        "service_templates",
        "endpoint VARCHAR, model_id VARCHAR, line_item VARCHAR, unit VARCHAR, price DECIMAL(12, 10),"
        " key_id VARCHAR, project_id VARCHAR, low DOUBLE, high DOUBLE",
        rows,
    )
    first, last = demo.story.restated_days
    share = (
        f"CASE WHEN day BETWEEN {literal(first)} AND {literal(last)} THEN {pull.restated_share} ELSE 1 END"
    )
    demo.run(f"""
        CREATE OR REPLACE TABLE openai_services AS
        WITH used AS (
            SELECT
                day, service_templates.*,
                greatest(1, floor(
                    between_dice(low, high, endpoint, day) * weekday_share(day) * growth(0.04, day)
                    * {min(max(demo.scale, SMALLEST), 1)} * {share}
                ))::BIGINT AS quantity
            FROM days, service_templates
            WHERE day != {literal(demo.story.empty_day)}
        )
        SELECT
            day, endpoint, model_id, line_item, unit, key_id, project_id, quantity,
            (quantity::DECIMAL(20, 0) * price)::DECIMAL(38, 12) AS amount, 1 + quantity // 900 AS requests
        FROM used
    """)


def write(demo: Demo, pull: Pull) -> None:
    """Write the pages of one pull, a folder for each usage endpoint."""
    for endpoint, fields in RESULTS.items():
        demo.run(f"""
            CREATE OR REPLACE TABLE service_results AS
            SELECT *, 1 AS position FROM openai_services WHERE endpoint = {literal(endpoint)}
        """)
        write_pages(
            demo,
            "openai_usage",
            pull,
            "service_results",
            result=f"""{{
                {fields}, 'num_model_requests': requests, 'project_id': project_id, 'user_id': NULL,
                'api_key_id': key_id, 'model': model_id
            }}""",
            bucket=BUCKET,
            is_openai=True,
            billed=None,
            folder=f"openai/{endpoint}",
        )
    demo.step(
        f"OpenAI usage of other endpoints, {pull.name}",
        [f"openai/{endpoint}/{pull.name}" for endpoint in RESULTS],
        "openai_usage",
        pull.pulled_at,
    )
