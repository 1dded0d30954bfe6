{#-
    Identity of a node of the graph of pools: the pool, the rule that shares it, the period and what it is restricted to. Shape: scalar
    text. `restrictions` are expressions for provider, billing account, service, machine and the machine's owner; the rest are columns of the
    relation.
-#}
{% macro pool_node_id(restrictions) -%}
md5({{ identity([
    'pool_name', 'sharing_rule_id', 'sharing_rule_version', 'period_start', 'period_end',
] + restrictions) }})
{%- endmacro %}
