-- One row per node of credits or taxes, level, and target or node of a pool that the charges they belong to
-- went to: what these charges cost.
with levels as (
    select * from {{ ref('int_pool_levels') }}
    where level_driver_name = 'followed_cost'
),

costs as (
    select * from {{ ref('int_followed_costs__daily') }}
),

-- Of another account, currency or service they are not; pools that come later cannot be followed.
followed as (
    select
        levels.node_id,
        levels.level_order,
        levels.level_method,
        case when costs.node_id is null then levels.target_kind else 'pool' end as target_kind,
        coalesce(
            costs.pool_name,
            {% for name in ['team', 'product', 'environment', 'customer', 'legal_entity'] -%}
                case when levels.target_kind = '{{ name }}' then costs.{{ name }} end,
            {% endfor -%}
            'unallocated'
        ) as target_id,
        costs.node_id as followed_node_id,
        costs.effective_cost_reporting
    from levels
    inner join costs
        on
            {{ same('levels.pool_provider_name', 'costs.provider_name') }}
            and {{ same('levels.pool_billing_account_id', 'costs.billing_account_id') }}
            and {{ same('levels.pool_currency', 'costs.billing_currency') }}
            and levels.driver_from <= costs.usage_date
            and levels.driver_to > costs.usage_date
            and levels.stage_order > costs.stage_order
            and (levels.driver_service_name is null or levels.driver_service_name = costs.service_name)
)

-- What refunds have made less than nothing has no credit and no tax of its own.
select
    node_id,
    level_order,
    level_method,
    target_kind,
    target_id,
    cast(sum(effective_cost_reporting) as decimal(28, 6)) as weight,
    cast(null as varchar) as edge_part,
    followed_node_id
from followed
group by node_id, level_order, level_method, target_kind, target_id, followed_node_id
having cast(sum(effective_cost_reporting) as decimal(28, 6)) > 0
