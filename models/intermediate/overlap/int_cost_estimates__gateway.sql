-- One row per day, key, model and currency of what a gateway estimated of its attempts.
with requests as (
    select * from {{ ref('fct_ai_requests') }}
),

estimates as (
    select
        source_name,
        delivery_scope,
        'gateway_estimate' as estimate_kind,
        provider_name,
        cast(null as varchar) as billing_account_id,
        cast(null as varchar) as service_name,
        model_name,
        api_key_id,
        principal_id,
        estimated_cost_currency as billing_currency,
        cast(null as varchar) as counting_source_name,
        cast(null as varchar) as counting_delivery_scope,
        {{ period_of('request_date') }} as billing_period,
        request_date as estimate_date,
        cast(count(*) as bigint) as count_rows,
        cast(null as decimal(38, 12)) as billed_cost,
        cast(sum(estimated_cost) as decimal(38, 12)) as effective_cost,
        cast(null as decimal(38, 12)) as list_cost
    from requests
    group by
        source_name, delivery_scope, provider_name, model_name, api_key_id, principal_id,
        estimated_cost_currency, request_date
)

select * from estimates
