{#-
    Several tag objects held as JSON text as one; of a key that several hold, the value of the first in the list counts. Shape: scalar
    text, a flat JSON object; NULL where there are no tags. `objects` is a list of expressions, each NULL or a JSON object.
-#}
{% macro layered_tags(objects) -%}
{{ return(adapter.dispatch('layered_tags', 'ai_finops')(objects)) }}
{%- endmacro %}

{% macro duckdb__layered_tags(objects) -%}
nullif(
    cast(json_merge_patch('{}'{% for object in objects | reverse %}, coalesce({{ object }}, '{}'){% endfor %}) as varchar), '{}'
)
{%- endmacro %}
