{#-
    Identity of a node of the graph of pools: the pool, the rule that shares it, the period and what it is restricted to. Shape: scalar
    text. The arguments are expressions for provider, billing account and service; the rest are columns of the relation.
-#}
{% macro pool_node_id(provider_name, billing_account_id, service_name) -%}
md5({{ identity([
    'pool_name', 'sharing_rule_id', 'sharing_rule_version', 'period_start', 'period_end', provider_name, billing_account_id, service_name,
]) }})
{%- endmacro %}
