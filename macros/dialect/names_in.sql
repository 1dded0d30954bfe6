{#-
    The different names that a text lists with commas or semicolons between them, in order and semicolons between: two names in a text that
    should hold one have a semicolon. Shape: scalar text; NULL where it lists none.
-#}
{% macro names_in(text) -%}
{{ return(adapter.dispatch('names_in', 'ai_finops')(text)) }}
{%- endmacro %}

{% macro duckdb__names_in(text) -%}
nullif(array_to_string(list_sort(list_distinct(list_filter(
    list_transform(string_split_regex({{ text }}, '[;,]'), lambda one: trim(one)), lambda one: one != ''
))), ';'), '')
{%- endmacro %}
