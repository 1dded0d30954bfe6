-- One row per charge that is neither usage nor credit: how it comes again.
with charges as (
    select
        charge_id,
        source_name,
        provider_name,
        service_name,
        charge_category,
        coalesce(sku_id, charge_description, '') as item,
        cast(coalesce(charge_period_start, billing_period_start) as date) as charge_date,
        billing_period
    from {{ ref('fct_costs') }}
    where charge_category not in ('Usage', 'Credit')
),

items as (
    select
        source_name,
        provider_name,
        service_name,
        charge_category,
        item,
        {{ cost_flow(
            'count(distinct charge_date)', 'count(distinct billing_period)', 'min(charge_date)', 'max(charge_date)'
        ) }} as cost_flow
    from charges
    group by source_name, provider_name, service_name, charge_category, item
)

select
    charges.charge_id,
    items.cost_flow
from charges
inner join items
    on
        charges.source_name = items.source_name
        and {{ same("charges.provider_name", "items.provider_name") }}
        and {{ same("charges.service_name", "items.service_name") }}
        and charges.charge_category = items.charge_category
        and charges.item = items.item
