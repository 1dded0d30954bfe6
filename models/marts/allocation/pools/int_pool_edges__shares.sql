-- One row per node, receiver and kind of cost, with its share of the node as a number of 15 places, rounded
-- down.
{%- set units = 'cast(cast(weight as decimal(25, 6)) * cast(1000000 as decimal(7, 0)) as decimal(19, 0))' %}
with edges as (
    select
        *,
        cast({{ units }} as decimal(38, 0)) as weight_units,
        cast(sum({{ units }}) over (partition by node_id) as decimal(38, 0)) as node_units
    from {{ ref('int_pool_edges') }}
)

select
    node_id,
    allocation_method,
    target_kind,
    target_id,
    fed_node_id,
    edge_part,
    weight,
    cast(
        {{ whole_division('weight_units * 1000000000000000', 'node_units') }}
        * cast(0.000000000000001 as decimal(15, 15)) as decimal(18, 15)
    ) as share
from edges
