{#-
    A target as a JSON object of one tag, `allocated/` and its kind the key, so that no tag of the bill is hidden. Shape: scalar text.
    Arguments are expressions.
-#}
{% macro tag_of_target(target_kind, target_id) -%}
{{ return(adapter.dispatch('tag_of_target', 'ai_finops')(target_kind, target_id)) }}
{%- endmacro %}

{% macro duckdb__tag_of_target(target_kind, target_id) -%}
cast(json_object('allocated/' || {{ target_kind }}, {{ target_id }}) as varchar)
{%- endmacro %}
