"""What the OpenAI organization API and dashboard export."""

from finops.landing.source_types import Source, Table, added, billed

SOURCES = (
    Source(
        "openai_costs",
        (
            Table(
                "costs",
                ("bucket_start", "amount_value", "line_item"),
                period="bucket_start",
                billed="amount_value",
                staging="stg_openai__costs",
                sums=(billed("amount"),),
                currency="amount_currency",
                keys=("bucket_start",),
                checked=("quantity",),
                json_marker="organization.costs.result",
                group_keys=("project_id", "line_item", "api_key_id", "user_id", "api_source"),
            ),
        ),
        "days",
        ("json", "csv"),
    ),
    Source(
        "openai_usage",
        (
            Table(
                "completions",
                ("bucket_start", "input_tokens", "num_model_requests"),
                period="bucket_start",
                keys=("bucket_start",),
                checked=("output_tokens", "input_cached_tokens"),
                json_marker="organization.usage.completions.result",
                staging="stg_openai__completions_usage",
                sums=(
                    added("delivered_input_tokens", "input_tokens"),
                    added("delivered_output_tokens", "output_tokens"),
                ),
                group_keys=(
                    "project_id",
                    "user_id",
                    "api_key_id",
                    "model",
                    "batch",
                    "service_tier",
                    "api_source",
                ),
            ),
        ),
        "days",
        ("json", "csv"),
    ),
)
