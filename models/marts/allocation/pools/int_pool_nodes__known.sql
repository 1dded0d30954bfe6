-- One row per node of the graph of pools: of pools, of pools that others feed, and of what another version of
-- a rule would make.
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

-- Nodes that only another version of a rule would make: no money comes in there.
tried as (
    select distinct
        node_id,
        pool_name,
        sharing_rule_id,
        sharing_rule_version,
        {{ pool_restrictions() | join(', ') }},
        period_start,
        period_end
    from {{ ref('int_charges__tried') }}
    where node_id is not null
),

rules as (
    select * from {{ ref('int_allocation_rules__pools') }}
),

fed_pools as (
    select distinct target as pool_name from {{ ref('dim_allocation_rule') }}
    where target_kind = 'pool'
),

periods as (
    select
        period_start,
        period_end,
        min(is_tried) as is_tried
    from (
        select period_start, period_end, 0 as is_tried from origins
        union all
        select period_start, period_end, 1 as is_tried from tried
    ) as shared_periods
    group by period_start, period_end
),

-- A pool that other pools feed stands for each period for which one of them is shared.
fed as (
    select
        fed_pools.pool_name,
        rules.rule_id as sharing_rule_id,
        rules.rule_version as sharing_rule_version,
        periods.period_start,
        periods.period_end,
        periods.is_tried,
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
        period_end,
        is_tried,
        1 as is_fed
    from fed
    where first_wins = 1
)

-- What other versions make is another world: where it makes the same node, the node is that of pools.
select
    node_id,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    {{ pool_restrictions() | join(', ') }},
    period_start,
    period_end,
    min(is_tried) = 1 as is_tried,
    max(is_fed) = 1 as is_fed
from (
    select *, 0 as is_tried, 0 as is_fed from origins
    union all
    select * from fed_nodes
    union all
    select *, 1 as is_tried, 0 as is_fed from tried
) as nodes
group by
    node_id, pool_name, sharing_rule_id, sharing_rule_version, {{ pool_restrictions() | join(', ') }},
    period_start, period_end
