-- One row per source, scope, provider without a usage export, and day on which a bill counts its tokens.
with costs as (
    select * from {{ ref('fct_costs') }}
    where token_class is not null and token_quantity is not null
),

providers_with_usage as (
    select distinct provider_name
    from {{ ref('gateway_providers') }}
    where usage_source_name is not null
),

bill_days as (
    select distinct
        costs.source_name,
        costs.delivery_scope,
        costs.provider_name,
        costs.billing_period,
        costs.slice_version as cost_slice_version,
        cast(costs.charge_period_start as date) as usage_date
    from costs
    left join providers_with_usage on costs.provider_name = providers_with_usage.provider_name
    where providers_with_usage.provider_name is null
)

select * from bill_days
