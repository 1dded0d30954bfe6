-- One row per node of the graph that is a machine, part of its cost and target: what ran on it in its days.
with levels as (
    select * from {{ ref('int_pool_levels') }}
    where level_method = 'workloads'
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
),

-- A cluster's own policy comes before that of all.
days as (
    select
        levels.node_id, levels.level_order, levels.level_method, weights.usage_date, weights.edge_part,
        weights.team,
        coalesce(own_policies.choice, policies.choice) as choice,
        coalesce(own_policies.owner_name, policies.owner_name, levels.pool_team, 'unallocated')
            as policy_owner,
        sum(weights.weight) as weight,
        sum(case when weights.edge_part = 'shared' then sum(weights.weight) end) over (
            partition by levels.node_id, weights.usage_date
        ) as shared_weight
    from levels
    inner join {{ ref('int_node_weights') }} as weights
        on
            levels.pool_resource_key = weights.resource_key
            and levels.period_start <= weights.usage_date
            and levels.period_end > weights.usage_date
    left join policies
        on
            weights.edge_part = policies.policy
            and weights.usage_date >= policies.valid_from
            and weights.usage_date < policies.valid_to
    left join {{ ref('int_node_policies') }} as own_policies
        on
            weights.resource_key = own_policies.resource_key
            and weights.usage_date = own_policies.usage_date
            and weights.edge_part = own_policies.policy
    where weights.weight > 0
    group by
        levels.node_id, levels.level_order, levels.level_method, weights.usage_date, weights.edge_part,
        weights.team, policies.choice, policies.owner_name, own_policies.choice, own_policies.owner_name,
        levels.pool_team
),

-- What follows use is shared by what workloads used that day; where none did, it is the policy owner's.
parts as (
    select
        node_id, level_order, level_method, edge_part, weight,
        case when edge_part = 'shared' or choice = 'requester' then team else policy_owner end as target_id
    from days
    where not coalesce(choice = 'proportional' and shared_weight > 0, false)
    union all
    select
        days.node_id, days.level_order, days.level_method, days.edge_part,
        days.weight * {{ ratio('sharers.weight', 'days.shared_weight') }} as weight,
        sharers.team as target_id
    from days
    inner join days as sharers
        on
            days.node_id = sharers.node_id
            and days.usage_date = sharers.usage_date
            and sharers.edge_part = 'shared'
    where days.choice = 'proportional' and days.shared_weight > 0
)

select
    node_id,
    level_order,
    level_method,
    'team' as target_kind,
    target_id,
    cast(sum(cast(weight as decimal(28, 6))) as decimal(28, 6)) as weight,
    edge_part
from parts
group by node_id, level_order, level_method, target_id, edge_part
