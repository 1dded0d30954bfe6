{#-
    Identity of a node of the graph of pools: the pool, the rule that shares it, the period and what it is restricted to. Shape: scalar
    text. `restrictions` are expressions, by default the columns of pool_restrictions(); the rest are columns of the relation.
-#}
{% macro pool_node_id(restrictions=none) -%}
md5({{ identity(
    ['pool_name', 'sharing_rule_id', 'sharing_rule_version', 'period_start', 'period_end'] + (restrictions or pool_restrictions())
) }})
{%- endmacro %}

{#-
    Identity of a node in a graph of its own, that of a version tried, from what it is elsewhere. Shape: scalar text; the node as it is
    where `tried_in` is NULL.
-#}
{% macro node_tried(tried_in, node_id) -%}
case
    when {{ node_id }} is null or {{ tried_in }} is null then {{ node_id }}
    else md5({{ identity([tried_in, node_id]) }})
end
{%- endmacro %}
