{#- Policies that a cluster can have of its own: what of its machines no workload used. Shape: list of literals, in brackets. -#}
{% macro cluster_policies() -%}
('idle', 'over_requested', 'overhead')
{%- endmacro %}
