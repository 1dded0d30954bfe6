-- One row per node and node that it feeds: what part of the one goes on into the other.
with nodes as (
    select * from {{ ref('int_pool_nodes') }}
    where not is_tried
)

select
    md5({{ identity(['edges.node_id', 'edges.fed_node_id']) }}) as chain_id,
    'chains|' || {{ period_of('nodes.period_start') }} as slice_id,
    {{ period_of('nodes.period_start') }} as shared_period,
    edges.node_id,
    nodes.pool_name,
    edges.fed_node_id,
    edges.target_id as fed_pool_name,
    nodes.sharing_rule_id,
    nodes.sharing_rule_version,
    edges.allocation_method,
    edges.weight,
    {% for measure in cost_measures() %}
        cast(null as decimal(28, 12)) as {{ measure }},
    {% endfor %}
    edges.share
from {{ ref('int_pool_edges__shares') }} as edges
inner join nodes on edges.node_id = nodes.node_id
where edges.fed_node_id is not null
