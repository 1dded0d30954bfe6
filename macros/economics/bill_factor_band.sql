{#- How far a bill may lie from what usage should cost before it is an alarm: a part of it. Shape: scalar. -#}
{% macro bill_factor_band() -%}
0.02
{%- endmacro %}
