-- Pools, and steps between them, that lead through a node which only a version that is tried would make.
{{ config(group='allocation') }}
with tried as (
    select node_id from {{ ref('int_pool_nodes') }}
    where is_tried
)

select
    chains.node_id,
    chains.fed_node_id
from {{ ref('int_pool_chains') }} as chains
inner join tried on chains.node_id = tried.node_id or chains.fed_node_id = tried.node_id
union all
select
    edges.node_id,
    edges.fed_node_id
from {{ ref('int_pool_edges') }} as edges
inner join tried as tried_fed on edges.fed_node_id = tried_fed.node_id
left join tried on edges.node_id = tried.node_id
where tried.node_id is null
union all
select
    pools.node_id,
    cast(null as varchar) as fed_node_id
from {{ ref('int_pools') }} as pools
inner join tried on pools.node_id = tried.node_id
