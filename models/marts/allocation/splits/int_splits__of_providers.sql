-- One row per billing period, provider, machine that the provider splits, team of the part, and currency:
-- what the provider's own split cost allocation says.
with costs as (
    select
        *,
        {{ json_text('sku_price_details', 'x_SplitParentResourceId') }} as parent_resource_id
    from {{ ref('fct_costs') }}
    where sku_price_details like '%"x_SplitParentResourceId"%'
),

purposes as (
    select * from {{ ref('fct_cost_purposes') }}
)

select
    costs.billing_period,
    costs.provider_name,
    {{ machine_key('costs.provider_name', 'costs.parent_resource_id') }} as resource_key,
    coalesce(purposes.team, 'unallocated') as target_id,
    costs.billing_currency,
    cast(
        coalesce(sum({{ to_money(json_text('costs.sku_price_details', 'x_SplitCost')) }}), 0)
        as decimal(38, 12)
    ) as split_cost,
    cast(
        coalesce(sum({{ to_money(json_text('costs.sku_price_details', 'x_SplitUnusedCost')) }}), 0)
        as decimal(38, 12)
    ) as unused_cost,
    cast(count(*) as bigint) as count_parts
from costs
left join purposes on costs.charge_id = purposes.charge_id
where costs.parent_resource_id is not null
group by
    costs.billing_period, costs.provider_name,
    {{ machine_key('costs.provider_name', 'costs.parent_resource_id') }},
    coalesce(purposes.team, 'unallocated'), costs.billing_currency
