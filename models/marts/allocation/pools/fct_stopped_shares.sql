-- One row per rule, version, pool, reason, rules that send, billing period and currency: cost that could go
-- no further.
with loops as (
    select * from {{ ref('int_pool_loops') }}
),

-- A pool's cost comes to its own node whole, and in parts to the nodes that this one feeds. In a circle
-- stops what still walks at the last step.
ways as (
    select distinct
        node_id as origin_node_id,
        node_id,
        cast(1 as decimal(20, 12)) as part
    from loops
    where stop_reason != 'circle'
    union all
    select
        flows.origin_node_id,
        flows.node_id,
        cast(sum(flows.part) as decimal(20, 12)) as part
    from {{ ref('int_pool_flows') }} as flows
    inner join loops on flows.node_id = loops.node_id
    where
        (loops.stop_reason = 'circle' and flows.step = {{ last_pool_step() }})
        or (loops.stop_reason != 'circle' and flows.step > 0)
    group by flows.origin_node_id, flows.node_id
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

stopped as (
    select
        loops.*,
        pools.pool_id,
        pools.billing_period,
        pools.billing_currency,
        pools.reporting_currency,
        pools.count_charges,
        {{ money_times('pools.cost', 'ways.part') }} as cost,
        {{ money_times('pools.cost_reporting', 'ways.part') }} as cost_reporting
    from pools
    inner join ways on pools.node_id = ways.origin_node_id
    inner join loops on ways.node_id = loops.node_id
)

select
    rule_id,
    rule_version,
    pool_name,
    stop_reason,
    sent_by,
    billing_period,
    billing_currency,
    string_agg(distinct reporting_currency, ', ' order by reporting_currency) as reporting_currency,
    cast(count(distinct pool_id) as bigint) as count_pools,
    cast(sum(count_charges) as bigint) as count_charges,
    cast(sum(cost) as decimal(38, 12)) as effective_cost,
    case when count(cost_reporting) = count(*) then cast(sum(cost_reporting) as decimal(38, 12)) end
        as effective_cost_reporting
from stopped
group by rule_id, rule_version, pool_name, stop_reason, sent_by, billing_period, billing_currency
