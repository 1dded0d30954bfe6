-- One row per charge for tokens of a provider without a usage export: its bill is the only count of them.
with costs as (
    select * from {{ ref('fct_costs') }}
    where token_class is not null and token_quantity is not null
),

providers_with_usage as (
    select distinct provider_name
    from {{ ref('gateway_providers') }}
    where usage_source_name is not null
)

select
    costs.*,
    cast(costs.charge_period_start as date) as usage_date
from costs
left join providers_with_usage on costs.provider_name = providers_with_usage.provider_name
where providers_with_usage.provider_name is null
