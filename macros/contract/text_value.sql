{#- Delivered text, with the spellings of nothing ('' and NULL) as NULL. Shape: scalar text. -#}
{% macro text_value(expression) -%}
nullif(nullif({{ expression }}, ''), 'NULL')
{%- endmacro %}
