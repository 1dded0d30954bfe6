"""What the LiteLLM gateway keeps."""

from finops.landing.source_types import Source, Table, added

SOURCES = (
    Source(
        "litellm_spend_logs",
        (
            Table(
                "spend_logs",
                ("request_id", "startTime", "spend", "model"),
                period="startTime",
                keys=("request_id",),
                staging="stg_litellm__spend_logs",
                sums=(added("estimated_cost", "spend"),),
                checked=("spend", "prompt_tokens", "completion_tokens"),
            ),
        ),
        "upsert",
        ("lines", "csv"),
    ),
)
