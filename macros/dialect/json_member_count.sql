{#- Number of members of a JSON object held as text. Shape: scalar bigint; NULL for NULL. -#}
{% macro json_member_count(expression) -%}
{{ return(adapter.dispatch('json_member_count', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__json_member_count(expression) -%}
len(json_keys({{ expression }}))
{%- endmacro %}
