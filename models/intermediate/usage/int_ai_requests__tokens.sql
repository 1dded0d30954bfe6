-- One row per day, team, key, user and model of a gateway to build and thing counted, in the usage contract.
with requests as (
    select * from {{ ref('fct_ai_requests') }}
),

slices as (
    select distinct
        slice_id,
        slice_version
    from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_token_usage'
),

covered_days as (
    select * from {{ ref('int_provider_usage_days__covered') }}
),

measures as (
    select * from {{ ref('int_usage_measures') }}
),

-- Added up before they are spread by class: a gateway has many attempts a day.
by_day as (
    select
        slices.slice_id,
        slices.slice_version,
        requests.source_name,
        requests.delivery_scope,
        requests.provider_name,
        requests.team_id,
        requests.api_key_id,
        requests.principal_id,
        requests.model_name,
        requests.is_cache_hit,
        requests.request_date,
        cast(sum(requests.input_tokens) as bigint) as input_tokens,
        cast(sum(requests.cache_read_tokens) as bigint) as cache_read_tokens,
        cast(sum(requests.cache_write_tokens) as bigint) as cache_write_tokens,
        cast(sum(requests.output_tokens) as bigint) as output_tokens,
        cast(sum(requests.reasoning_tokens) as bigint) as reasoning_tokens,
        cast(count(*) as bigint) as count_requests
    from requests
    inner join slices
        on requests.slice_id = slices.slice_id and requests.slice_version = slices.slice_version
    group by
        slices.slice_id, slices.slice_version, requests.source_name, requests.delivery_scope,
        requests.provider_name, requests.team_id, requests.api_key_id, requests.principal_id,
        requests.model_name, requests.is_cache_hit, requests.request_date
),

-- Where the provider's own export covers the day, the gateway saw the same tokens. What a gateway's own cache
-- answered never reached a provider.
measured as (
    select
        by_day.*,
        'gateway_log' as usage_origin,
        case
            when by_day.is_cache_hit or covered_days.provider_name is not null then 'explains'
            else 'counts'
        end as usage_role,
        cast(by_day.request_date as timestamp) as bucket_start,
        {{ next_day_start('by_day.request_date') }} as bucket_end,
        measures.token_class,
        measures.usage_unit,
        {{ usage_quantity(['input', 'cache_read', 'cache_write', 'output', 'reasoning']) }} as quantity
    from by_day
    left join covered_days
        on
            by_day.provider_name = covered_days.provider_name
            and by_day.request_date = covered_days.covered_date
    cross join measures
)

select
    {{ usage_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'usage_origin', 'usage_role',
        'provider_name', 'team_id', 'api_key_id', 'principal_id', 'model_name', 'token_class', 'usage_unit',
        'is_cache_hit', 'bucket_start', 'bucket_end', 'quantity',
    ]) }}
from measured
where quantity != 0
