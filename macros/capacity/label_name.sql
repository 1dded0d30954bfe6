{#- A label as Prometheus writes it: what it cannot spell is an underscore. Shape: scalar text. -#}
{% macro label_name(expression) -%}
translate({{ expression }}, '-./', '___')
{%- endmacro %}
