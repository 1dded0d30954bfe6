-- One row per attempt through a gateway, with its hour and what it costs at least.
select
    source_name,
    delivery_scope,
    coalesce(api_key_id, 'none') as api_key_id,
    provider_name,
    model_name,
    session_id,
    team,
    product,
    request_date as usage_date,
    {{ hour_start('started_at') }} as usage_hour,
    coalesce(contracted_currency, 'unknown') as currency,
    coalesce(list_currency, 'unknown') as list_currency,
    status = 'failure' as is_failed,
    is_retry,
    lowest_contracted_cost as observed_cost,
    highest_contracted_cost as highest_observed_cost,
    lowest_list_cost as list_cost,
    coalesce(input_tokens, 0) as input_tokens,
    coalesce(cache_read_tokens, 0) as cache_read_tokens,
    coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
        as prompt_tokens,
    input_list_cost,
    cache_read_list_cost,
    reason
from {{ ref('fct_priced_requests') }}
