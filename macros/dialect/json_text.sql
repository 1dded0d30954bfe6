{#- One member of a flat JSON object held as text. Shape: scalar text; NULL where absent. `member` is a name, not a path. -#}
{% macro json_text(expression, member) -%}
{{ return(adapter.dispatch('json_text', 'ai_finops')(expression, member)) }}
{%- endmacro %}

{% macro duckdb__json_text(expression, member) -%}
json_extract_string({{ expression }}, '$."{{ member }}"')
{%- endmacro %}
