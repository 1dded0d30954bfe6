-- One row per attempt through the LiteLLM gateway in a day slice to build, as the newest delivery has it.
with spend_logs as (
    select * from {{ ref('stg_litellm__spend_logs') }}
),

slices as (
    select * from {{ ref('int_usage_slices__to_build') }}
    where model_name = 'fct_ai_requests' and source_name = 'litellm_spend_logs'
),

moved_requests as (
    select * from {{ ref('int_litellm__moved_requests') }}
),

providers as (
    select * from {{ ref('gateway_providers') }}
),

in_slices as (
    select
        spend_logs.*,
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        slices.delivery_order,
        coalesce(providers.provider_name, spend_logs.gateway_provider) as provider_name
    from spend_logs
    inner join slices
        on
            spend_logs.delivery_id = slices.delivery_id
            and cast(spend_logs.started_at as date) = slices.covered_date
    left join providers on spend_logs.gateway_provider = providers.gateway_provider
    left join moved_requests
        on
            slices.delivery_scope = moved_requests.delivery_scope
            and spend_logs.request_id = moved_requests.request_id
            and slices.covered_date = moved_requests.request_date
    where coalesce(moved_requests.is_day_that_counts, true)
),

ranked as (
    select
        *,
        row_number() over (
            partition by slice_id, request_id
            order by
                delivery_order desc, updated_at desc nulls last, ended_at desc nulls last,
                source_file desc, source_row desc nulls last, started_at desc, estimated_cost desc nulls last,
                output_tokens desc, input_tokens desc, cache_read_tokens desc, status asc
        ) as newest_first
    from in_slices
),

newest as (
    select * from ranked
    where newest_first = 1
),

-- Attempts of one call share its id. An attempt whose call began on the day before is the first one seen
-- here.
with_order as (
    select
        *,
        case
            when call_id is not null
                then row_number() over (
                    partition by slice_id, call_id order by started_at, ended_at nulls last, request_id
                )
        end as attempt_of_call
    from newest
),

requests as (
    select
        *,
        case
            when is_stated_retry is null and attempt_of_call is null then null
            else coalesce(is_stated_retry, false) or coalesce(attempt_of_call > 1, false)
        end as is_retry
    from with_order
)

select * from requests
