"""What the Anthropic Admin API and Console export."""

from finops.landing.source_types import Source, Table, added, billed

SOURCES = (
    Source(
        "anthropic_costs",
        (
            Table(
                "cost_report",
                ("bucket_start", "amount", "currency", "cost_type"),
                period="bucket_start",
                billed="amount",
                staging="stg_anthropic__cost_report",
                sums=(billed("amount"),),
                billed_factor="0.01",
                currency="currency",
                keys=("bucket_start",),
                json_marker="amount,currency",
                group_keys=("workspace_id", "description"),
            ),
        ),
        "days",
        ("json", "csv"),
    ),
    Source(
        "anthropic_usage",
        (
            Table(
                "messages",
                ("bucket_start", "uncached_input_tokens"),
                period="bucket_start",
                keys=("bucket_start",),
                checked=("output_tokens", "cache_read_input_tokens"),
                json_marker="uncached_input_tokens",
                staging="stg_anthropic__messages_usage",
                sums=(
                    added("input_tokens", "uncached_input_tokens"),
                    added("output_tokens", "output_tokens"),
                ),
                group_keys=(
                    "api_key_id",
                    "workspace_id",
                    "account_id",
                    "service_account_id",
                    "model",
                    "service_tier",
                    "context_window",
                    "inference_geo",
                    "speed",
                ),
            ),
        ),
        "days",
        ("json", "csv"),
    ),
)
