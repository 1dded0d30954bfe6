{#-
    A flat JSON object as text, members without a value left out. `members` is a list of (name, expression).
    Shape: scalar text.
-#}
{% macro json_object_text(members) -%}
{{ return(adapter.dispatch('json_object_text', 'ai_finops')(members)) }}
{%- endmacro %}

{% macro duckdb__json_object_text(members) -%}
cast(
    json_merge_patch(
        '{}',
        json_object(
            {% for name, expression in members -%}
            '{{ name }}', {{ expression }}{{ ', ' if not loop.last }}
            {%- endfor %}
        )
    ) as varchar
)
{%- endmacro %}

{#- Text where it is JSON, else NULL, so that one broken value cannot stop a build. Shape: scalar text. -#}
{% macro json_or_null(expression) -%}
{{ return(adapter.dispatch('json_or_null', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__json_or_null(expression) -%}
case when json_valid({{ expression }}) then {{ expression }} end
{%- endmacro %}
