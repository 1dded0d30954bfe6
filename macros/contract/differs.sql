{#- Whether two nullable values differ; two NULLs do not. Shape: scalar boolean, never NULL. -#}
{% macro differs(left, right) -%}
coalesce({{ left }} != {{ right }}, ({{ left }} is null) != ({{ right }} is null))
{%- endmacro %}
