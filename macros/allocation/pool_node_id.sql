{#-
    Identity of a node of the graph of pools: the pool, the rule that shares it, the period and what it is restricted to. Shape: scalar
    text. `restrictions` are expressions, by default the columns of pool_restrictions(); the rest are columns of the relation.
-#}
{% macro pool_node_id(restrictions=none) -%}
md5({{ identity(
    ['pool_name', 'sharing_rule_id', 'sharing_rule_version', 'period_start', 'period_end'] + (restrictions or pool_restrictions())
) }})
{%- endmacro %}
