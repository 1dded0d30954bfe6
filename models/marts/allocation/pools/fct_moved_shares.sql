-- One row per rule, version, target that is gone, billing period and currency: the share of it that others
-- bear.
{%- set keys = [
    'node_id', 'target_kind', 'target_id', 'is_gone', 'pool_id', 'billing_period', 'billing_currency',
    'reporting_currency', 'count_charges',
] %}
{%- set entered = {'entered_cost': 'effective_cost', 'entered_cost_reporting': 'effective_cost_reporting'} %}
with receivers as (
    select * from {{ ref('int_pool_receivers__with_gone') }}
),

gone as (
    select * from receivers
    where is_gone = 1
),

-- A pool's cost comes to its own node whole, and in parts to the nodes that this one feeds.
ways as (
    select distinct
        node_id as origin_node_id,
        node_id,
        cast(1 as decimal(20, 12)) as part
    from gone
    union all
    select
        origin_node_id,
        node_id,
        cast(sum(part) as decimal(20, 12)) as part
    from {{ ref('int_pool_flows') }}
    where step > 0 and node_id in (select gone.node_id from gone)
    group by origin_node_id, node_id
),

pools as (
    select distinct
        pool_id,
        node_id,
        billing_period,
        billing_currency,
        reporting_currency,
        count_charges,
        coalesce(effective_cost, billed_cost) as cost,
        coalesce(effective_cost_reporting, billed_cost_reporting) as cost_reporting
    from {{ ref('int_pool_parts') }}
    where not is_immaterial
),

entered as (
    select
        receivers.node_id,
        receivers.target_kind,
        receivers.target_id,
        receivers.is_gone,
        receivers.weight,
        pools.pool_id,
        pools.billing_period,
        pools.billing_currency,
        pools.reporting_currency,
        pools.count_charges,
        {{ money_times('pools.cost', 'ways.part') }} as entered_cost,
        {{ money_times('pools.cost_reporting', 'ways.part') }} as entered_cost_reporting
    from pools
    inner join ways on pools.node_id = ways.origin_node_id
    inner join receivers on ways.node_id = receivers.node_id
),

shared as (
    {{ apportion(
        'entered', keys, entered, 'weight', ['pool_id', 'node_id'], ['is_gone', 'target_kind', 'target_id']
    ) }}
)

select
    gone.sharing_rule_id as rule_id,
    gone.sharing_rule_version as rule_version,
    shared.target_kind,
    shared.target_id,
    min(gone.gone_from) as gone_from,
    shared.billing_period,
    shared.billing_currency,
    string_agg(distinct shared.reporting_currency, ', ' order by shared.reporting_currency)
        as reporting_currency,
    cast(count(distinct shared.pool_id) as bigint) as count_pools,
    cast(sum(shared.count_charges) as bigint) as count_charges,
    cast(sum(shared.effective_cost) as decimal(38, 12)) as effective_cost,
    case
        when count(shared.effective_cost_reporting) = count(*)
            then cast(sum(shared.effective_cost_reporting) as decimal(38, 12))
    end as effective_cost_reporting
from shared
inner join gone
    on
        shared.node_id = gone.node_id
        and shared.target_kind = gone.target_kind
        and shared.target_id = gone.target_id
where shared.is_gone = 1
group by
    gone.sharing_rule_id, gone.sharing_rule_version, shared.target_kind, shared.target_id,
    shared.billing_period, shared.billing_currency
