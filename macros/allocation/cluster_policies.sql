{#- Policies that a cluster can have of its own: what of its machines no workload used. Shape: list of names. -#}
{% macro cluster_policies() -%}
{{ return(['idle', 'over_requested', 'overhead']) }}
{%- endmacro %}
