-- One row per origin, step and node: what part of an origin's cost has come to the node after so many steps.
-- Pools that feed each other are walked until less than 1e-15 is left; a closed circle stops at the last
-- step.
with recursive edges as (
    select * from {{ ref('int_pool_edges__shares') }}
),

flows as (
    select
        cast(0 as integer) as step,
        edges.node_id as origin_node_id,
        edges.node_id,
        cast(1 as decimal(18, 15)) as part
    from edges
    where edges.fed_node_id is not null
    group by edges.node_id
    union all
    select
        flows.step + 1 as step,
        flows.origin_node_id,
        edges.fed_node_id as node_id,
        cast(sum(flows.part * edges.share) as decimal(18, 15)) as part
    from flows
    inner join edges on flows.node_id = edges.node_id and edges.fed_node_id is not null
    where flows.step < {{ last_pool_step() }}
    group by flows.step + 1, flows.origin_node_id, edges.fed_node_id
    having cast(sum(flows.part * edges.share) as decimal(18, 15)) > 0
)

select * from flows
