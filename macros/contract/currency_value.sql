{#- A delivered currency in capital letters without blanks around it, nothing as NULL. Shape: scalar text; any text, ISO 4217 or not. -#}
{% macro currency_value(expression) -%}
nullif(upper(trim({{ text_value(expression) }})), '')
{%- endmacro %}
