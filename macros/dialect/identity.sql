{#-
    Text that tells rows apart by the given columns: two rows have the same text only where every column is the same,
    NULL and '' told apart, whatever the values hold. Shape: scalar text, never NULL.
-#}
{% macro identity(columns) -%}
{{ return(adapter.dispatch('identity', 'ai_finops')(columns)) }}
{%- endmacro %}

{% macro duckdb__identity(columns) -%}
cast(
    json_array({% for column in columns %}cast({{ column }} as varchar){{ ', ' if not loop.last }}{% endfor %}) as varchar
)
{%- endmacro %}
