-- One row per node, final target and kind of cost: the weight with which pools of the node are shared,
-- chains walked to their end.
with edges as (
    select
        *,
        max(case when fed_node_id is not null then 1 else 0 end) over (partition by node_id) as is_chained
    from {{ ref('int_pool_edges__shares') }}
),

methods as (
    select
        node_id,
        min(allocation_method) as allocation_method
    from edges
    group by node_id
),

flows as (
    select * from {{ ref('int_pool_flows') }}
),

-- What still walks after the last step is in a closed circle, and nobody's. What comes from another pool is
-- of no kind of cost of that pool: a credit on a machine is no idle.
walked as (
    select
        flows.origin_node_id as node_id,
        edges.target_kind,
        edges.target_id,
        case when flows.step = 0 then edges.edge_part end as edge_part,
        0 as is_circle,
        flows.part * edges.share as part
    from flows
    inner join edges on flows.node_id = edges.node_id and edges.fed_node_id is null
    union all
    select
        flows.origin_node_id as node_id,
        'team' as target_kind,
        'unallocated' as target_id,
        cast(null as varchar) as edge_part,
        1 as is_circle,
        cast(flows.part as decimal(38, 30)) as part
    from flows
    where flows.step = {{ last_pool_step() }}
),

chained as (
    select
        node_id,
        target_kind,
        target_id,
        edge_part,
        max(is_circle) as is_circle,
        cast(sum(part) as decimal(38, 30)) as part
    from walked
    group by node_id, target_kind, target_id, edge_part
)

select
    edges.node_id,
    edges.target_kind,
    edges.target_id,
    edges.edge_part,
    edges.allocation_method,
    edges.weight
from edges
where edges.is_chained = 0
union all
select
    chained.node_id,
    chained.target_kind,
    chained.target_id,
    chained.edge_part,
    case when chained.is_circle = 1 then 'circular_chain' else methods.allocation_method end
        as allocation_method,
    cast(cast(chained.part as decimal(24, 18)) * 1000000000 as decimal(28, 6)) as weight
from chained
inner join methods on chained.node_id = methods.node_id
