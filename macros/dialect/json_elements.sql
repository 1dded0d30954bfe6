{#-
    The elements of a JSON list held as text, as rows. Shape: a relation of the key columns and `element` (JSON text). Rows
    without a list have no elements.
-#}
{% macro json_elements(relation, key_columns, expression) -%}
{{ return(adapter.dispatch('json_elements', 'ai_finops')(relation, key_columns, expression)) }}
{%- endmacro %}

{% macro duckdb__json_elements(relation, key_columns, expression) -%}
select
    {{ key_columns | join(', ') }},
    cast(unnest(cast(cast({{ expression }} as json) as json[])) as varchar) as element
from {{ relation }}
where case when json_valid({{ expression }}) then json_type({{ expression }}) end = 'ARRAY'
{%- endmacro %}
