{#- Whether two nullable values are the same; two NULLs are. Shape: scalar boolean, never NULL; a join on it can be hashed. -#}
{% macro same(left, right) -%}
{{ left }} is not distinct from {{ right }}
{%- endmacro %}
