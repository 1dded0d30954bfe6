{#- Who bears a part of emissions, as allocated costs name it. Shape: list of column names. -#}
{% macro emission_targets() -%}
{{ return(['target_kind', 'target_id', 'team', 'product', 'customer']) }}
{%- endmacro %}

{#- Measures handed out: the physical ones and the cost of the same work. Shape: list of column names. -#}
{% macro emission_parts() -%}
{{ return(emission_measures() + ['effective_cost_reporting']) }}
{%- endmacro %}
