-- core.fct_token_usage holds exactly the tokens of the deliveries that count: nothing is lost or doubled.
{{ config(group='ingestion') }}
with current_days as (
    select * from {{ ref('int_delivery_days__current') }}
),

delivered as (
    select
        delivery_id,
        cast(bucket_start as date) as usage_date,
        delivered_input_tokens + delivered_output_tokens as tokens
    from {{ ref('stg_openai__completions_usage') }}
    union all
    select
        delivery_id,
        cast(bucket_start as date) as usage_date,
        quantity as tokens
    from {{ ref('int_openai_usage__endpoints') }}
    where quantity_unit = 'tokens'
    union all
    select
        delivery_id,
        cast(bucket_start as date) as usage_date,
        input_tokens + cache_read_tokens + cache_write_5m_tokens + cache_write_1h_tokens
        + output_tokens as tokens
    from {{ ref('stg_anthropic__messages_usage') }}
    union all
    select
        delivery_id,
        usage_date,
        input_tokens + cache_read_tokens + cache_write_tokens + output_tokens as tokens
    from {{ ref('int_anthropic_claude_code__models') }}
    union all
    select
        delivery_id,
        charge_date as usage_date,
        input_tokens + cache_read_tokens + cache_write_tokens + output_tokens as tokens
    from {{ ref('stg_github__copilot_detail') }}
),

exported as (
    select
        current_days.source_name,
        current_days.delivery_scope,
        delivered.usage_date,
        sum(delivered.tokens) as tokens
    from delivered
    inner join current_days
        on
            delivered.delivery_id = current_days.delivery_id
            and delivered.usage_date = current_days.covered_date
    group by current_days.source_name, current_days.delivery_scope, delivered.usage_date
    union all
    select
        source_name,
        delivery_scope,
        request_date as usage_date,
        sum(
            input_tokens + cache_read_tokens + cache_write_tokens + output_tokens + reasoning_tokens
        ) as tokens
    from {{ ref('fct_ai_requests') }}
    group by source_name, delivery_scope, request_date
),

held as (
    select
        source_name,
        delivery_scope,
        usage_date,
        sum(quantity) as tokens
    from {{ ref('fct_token_usage') }}
    where usage_unit = 'tokens' and usage_origin != 'provider_bill'
    group by source_name, delivery_scope, usage_date
)

select
    exported.*,
    held.tokens as tokens_held
from exported
full outer join held
    on
        exported.source_name = held.source_name
        and exported.delivery_scope = held.delivery_scope
        and exported.usage_date = held.usage_date
where coalesce(exported.tokens, 0) != coalesce(held.tokens, 0)
