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
                held_again=("workspace_id",),
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
    Source(
        "anthropic_claude_code",
        (
            Table(
                "claude_code",
                ("date", "customer_type", "core_metrics_num_sessions"),
                period="date",
                keys=("date",),
                checked=("core_metrics_num_sessions",),
                json_records="data[]",
                json_members=("date", "actor", "core_metrics"),
                json_whole=("tool_actions",),
                staging="stg_anthropic__claude_code",
                sums=(added("count_sessions", "core_metrics_num_sessions"),),
                row_keys=(
                    "actor_type",
                    "actor_email_address",
                    "actor_api_key_name",
                    "actor_user_actor_email",
                    "actor_api_actor_api_key_name",
                    "organization_id",
                    "customer_type",
                    "terminal_type",
                ),
            ),
        ),
        "days",
        ("documents", "csv"),
    ),
    Source(
        "anthropic_analytics",
        (
            Table(
                "cost",
                ("starting_at", "cost_amount", "cost_list_amount"),
                period="starting_at",
                billed="cost_amount",
                billed_factor="0.01",
                default_currency="USD",
                keys=("starting_at",),
                checked=("cost_list_amount",),
                json_records="data[]",
                json_members=("starting_at", "group", "cost"),
                json_whole=("group_actor",),
                staging="stg_anthropic__analytics_cost",
                sums=(billed("amount"), added("list_amount * 100", "cost_list_amount")),
                group_keys=tuple(
                    f"group_{one}"
                    for one in (
                        "workspace_id",
                        "api_key_id",
                        "actor",
                        "product",
                        "model",
                        "service_tier",
                        "context_window",
                        "inference_geo",
                        "token_type",
                        "cost_type",
                        "agent_id",
                        "session_id",
                        "rbac_group_id",
                    )
                ),
                overlapping_groups={
                    "group_rbac_group_id": "a person in two groups counts in both, so the rows add up to more"
                },
            ),
        ),
        "days",
        ("documents", "csv"),
    ),
)
