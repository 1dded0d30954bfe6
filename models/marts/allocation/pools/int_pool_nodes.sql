-- One row per node of the graph of pools: a pool's rule, its period and what it is restricted to.
with origins as (
    select distinct
        node_id,
        pool_name,
        sharing_rule_id,
        sharing_rule_version,
        {{ pool_restrictions() | join(', ') }},
        period_start,
        period_end
    from {{ ref('int_pools') }}
),

rules as (
    select * from {{ ref('int_allocation_rules__pools') }}
),

fed_pools as (
    select distinct target as pool_name from {{ ref('dim_allocation_rule') }}
    where target_kind = 'pool'
),

periods as (
    select distinct
        period_start,
        period_end
    from origins
),

-- A pool that other pools feed stands for each period for which one of them is shared.
fed as (
    select
        fed_pools.pool_name,
        rules.rule_id as sharing_rule_id,
        rules.rule_version as sharing_rule_version,
        periods.period_start,
        periods.period_end,
        row_number() over (
            partition by fed_pools.pool_name, periods.period_start, periods.period_end
            order by rules.priority asc, rules.rule_id asc, rules.rule_version desc
        ) as first_wins
    from fed_pools
    cross join periods
    left join rules
        on
            fed_pools.pool_name = rules.pool_name
            and periods.period_start >= rules.valid_from
            and periods.period_start < rules.valid_to
),

fed_nodes as (
    select
        {{ pool_node_id(['null'] * (pool_restrictions() | length)) }} as node_id,
        pool_name,
        sharing_rule_id,
        sharing_rule_version,
        {% for name in pool_restrictions() %}
            cast(null as varchar) as {{ name }},
        {% endfor %}
        period_start,
        period_end
    from fed
    where first_wins = 1
),

nodes as (
    select * from origins
    union
    select * from fed_nodes
),

-- A rule that starts within a period shares what came in under it; of a policy's owners the last in the
-- period.
ruled as (
    select
        nodes.*,
        fed_nodes.node_id is not null as is_fed,
        rules.stage_order,
        rules.priority,
        rules.method,
        rules.driver_name,
        rules.driver_grain,
        coalesce(nodes.pool_provider_name, rules.driver_provider_name) as driver_provider_name,
        coalesce(rules.fallback, '') as fallback,
        rules.target_kind,
        coalesce(rules.owner_name, nodes.pool_team) as owner_name,
        row_number() over (partition by nodes.node_id order by rules.valid_from desc) as last_first
    from nodes
    left join fed_nodes on nodes.node_id = fed_nodes.node_id
    left join rules
        on
            nodes.pool_name = rules.pool_name
            and nodes.sharing_rule_id = rules.rule_id
            and nodes.sharing_rule_version = rules.rule_version
            and nodes.period_end > rules.valid_from
            and nodes.period_start < rules.valid_to
)

select * from ruled
where last_first = 1
