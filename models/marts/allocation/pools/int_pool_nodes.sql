-- One row per node of the graph of pools: a pool's rule, its period and what it is restricted to.
with nodes as (
    select * from {{ ref('int_pool_nodes__known') }}
),

rules as (
    select * from {{ ref('int_allocation_rules__pools') }}
),

-- A rule that starts within a period shares what came in under it, a version that is tried whatever it is
-- tried on; of a policy's owners the last in the period.
ruled as (
    select
        nodes.*,
        rules.stage,
        rules.stage_order,
        rules.priority,
        rules.method,
        rules.driver_name,
        rules.driver_grain,
        coalesce(nodes.pool_provider_name, rules.driver_provider_name) as driver_provider_name,
        coalesce(rules.fallback, '') as fallback,
        rules.target_kind,
        rules.target is not null as lists_targets,
        coalesce(rules.owner_name, nodes.pool_team) as owner_name,
        row_number() over (partition by nodes.node_id order by rules.valid_from desc) as last_first
    from nodes
    left join rules
        on
            nodes.pool_name = rules.pool_name
            and nodes.sharing_rule_id = rules.rule_id
            and nodes.sharing_rule_version = rules.rule_version
            and (
                (nodes.period_end > rules.valid_from and nodes.period_start < rules.valid_to)
                or (nodes.is_tried and rules.rule_id not like 'policy:%')
            )
)

select * from ruled
where last_first = 1
