-- One row per node, receiver and kind of cost, of the first way of sharing that gives anybody a weight.
with candidates as (
    select
        *,
        cast(null as varchar) as followed_node_id
    from {{ ref('int_pool_candidates__stated') }}
    union all
    select
        *,
        cast(null as varchar) as followed_node_id
    from {{ ref('int_pool_candidates__driven') }}
    union all
    select
        *,
        cast(null as varchar) as followed_node_id
    from {{ ref('int_pool_candidates__nodes') }}
    union all
    select * from {{ ref('int_pool_candidates__followed') }}
),

nodes as (
    select * from {{ ref('int_pool_nodes') }}
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
    where policy = 'pool_order'
),

-- Step-down closes a pool when it is shared: what it would send to a pool closed before is shared by the
-- rest. Who follows a pool sends nothing into it, but goes the same way.
open_candidates as (
    select
        candidates.*,
        coalesce(candidates.followed_node_id, fed.node_id) as fed_node_id
    from candidates
    inner join nodes on candidates.node_id = nodes.node_id
    left join policies
        on nodes.period_start >= policies.valid_from and nodes.period_start < policies.valid_to
    left join nodes as fed
        on
            case when candidates.target_kind = 'pool' then candidates.target_id end = fed.pool_name
            and nodes.period_start = fed.period_start
            and nodes.period_end = fed.period_end
            and {{ same('nodes.tried_in', 'fed.tried_in') }}
            and fed.is_fed
    where
        candidates.target_kind != 'pool'
        or candidates.followed_node_id is not null
        or (
            candidates.target_id != nodes.pool_name
            and (
                policies.choice = 'reciprocal'
                or coalesce(fed.stage_order, 99) > nodes.stage_order
                or (
                    coalesce(fed.stage_order, 99) = nodes.stage_order
                    and (
                        coalesce(fed.priority, 2147483647) > nodes.priority
                        or (fed.priority = nodes.priority and candidates.target_id > nodes.pool_name)
                    )
                )
            )
        )
),

ranked as (
    select
        *,
        min(level_order) over (partition by node_id) as first_level
    from open_candidates
)

select
    node_id,
    level_order,
    level_method as allocation_method,
    target_kind,
    target_id,
    fed_node_id,
    edge_part,
    weight
from ranked
where level_order = first_level
