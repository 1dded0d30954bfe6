"""What the OpenAI organization API and dashboard export."""

from finops.landing.source_types import Source, Table, added, billed


def _usage(name: str, quantity: str, result: str, group_keys: tuple[str, ...]) -> Table:
    """Return the table of a usage endpoint that counts one thing. Tokens in a CSV pass for completions."""
    return Table(
        name,
        ("bucket_start", quantity, group_keys[-1]),
        period="bucket_start",
        keys=("bucket_start",),
        checked=(quantity,),
        json_marker=f"organization.usage.{result}.result",
        staging=f"stg_openai__{name}_usage",
        sums=(added("quantity", quantity, quantity=f"{name}: {quantity}"),),
        group_keys=group_keys,
    )


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
                held_again=("project_id",),
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
            _usage(
                "embeddings", "input_tokens", "embeddings", ("project_id", "user_id", "api_key_id", "model")
            ),
            _usage(
                "moderations", "input_tokens", "moderations", ("project_id", "user_id", "api_key_id", "model")
            ),
            _usage(
                "images",
                "images",
                "images",
                ("project_id", "user_id", "api_key_id", "model", "size", "source"),
            ),
            _usage(
                "audio_speeches",
                "characters",
                "audio_speeches",
                ("project_id", "user_id", "api_key_id", "model"),
            ),
            _usage(
                "audio_transcriptions",
                "seconds",
                "audio_transcriptions",
                ("project_id", "user_id", "api_key_id", "model"),
            ),
            _usage("vector_stores", "usage_bytes", "vector_stores", ("project_id",)),
            _usage("code_interpreter_sessions", "num_sessions", "code_interpreter_sessions", ("project_id",)),
            _usage(
                "file_search_calls",
                "num_requests",
                "file_searches",
                ("project_id", "user_id", "api_key_id", "vector_store_id"),
            ),
            _usage(
                "web_search_calls",
                "num_requests",
                "web_searches",
                ("project_id", "user_id", "api_key_id", "model", "context_level"),
            ),
        ),
        "days",
        ("json", "csv"),
    ),
)
