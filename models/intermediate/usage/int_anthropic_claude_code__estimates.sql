-- One row per day, actor, model and currency of what Claude Code estimated of itself. Never a bill.
with models as (
    select * from {{ ref('int_anthropic_claude_code__models') }}
),

estimates as (
    select
        source_name,
        delivery_scope,
        usage_date as estimate_date,
        'Anthropic' as provider_name,
        principal_id,
        api_key_name,
        customer_type,
        model_name,
        currency,
        cast(sum(estimated_cost) as decimal(38, 12)) as estimated_cost,
        cast(sum(input_tokens) as bigint) as input_tokens,
        cast(sum(output_tokens) as bigint) as output_tokens,
        cast(sum(cache_read_tokens) as bigint) as cache_read_tokens,
        cast(sum(cache_write_tokens) as bigint) as cache_write_tokens,
        cast(count(*) as bigint) as count_records
    from models
    group by
        source_name, delivery_scope, usage_date, principal_id, api_key_name, customer_type, model_name,
        currency
)

select * from estimates
