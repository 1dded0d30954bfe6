{#-
    The members of a flat JSON object held as text, as rows. Shape: a relation of the key columns, entry_key, entry_value (text;
    nested values as JSON text). Rows without an object have no members. Errors: text that is no JSON object fails the query.
-#}
{% macro json_entries(relation, key_columns, expression) -%}
{{ return(adapter.dispatch('json_entries', 'ai_finops')(relation, key_columns, expression)) }}
{%- endmacro %}

{% macro duckdb__json_entries(relation, key_columns, expression) -%}
select
    {{ key_columns | join(', ') }},
    entry.key as entry_key,
    entry.value as entry_value
from (
    select
        {{ key_columns | join(', ') }},
        unnest(map_entries(cast(cast({{ expression }} as json) as map(varchar, varchar)))) as entry
    from {{ relation }}
    where {{ expression }} is not null
) as exploded
{%- endmacro %}
