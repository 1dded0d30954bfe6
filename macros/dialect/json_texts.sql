{#-
    Several members of a JSON object held as text, read in one pass: a long object is parsed once, not once
    per member. `members` are paths of names joined by points. Shape: a list of texts in the order of
    members, NULL where absent.
-#}
{% macro json_texts(expression, members) -%}
{{ return(adapter.dispatch('json_texts', 'ai_finops')(expression, members)) }}
{%- endmacro %}

{% macro duckdb__json_texts(expression, members) -%}
json_extract_string(
    {{ expression }},
    [
        {% for member in members -%}
        '$."{{ member | replace('.', '"."') }}"'{{ ', ' if not loop.last }}
        {%- endfor %}
    ]
)
{%- endmacro %}

{#- The element at a position, from 1, of a list. Shape: scalar; NULL beyond the end. -#}
{% macro list_item(expression, position) -%}
{{ return(adapter.dispatch('list_item', 'ai_finops')(expression, position)) }}
{%- endmacro %}

{% macro duckdb__list_item(expression, position) -%}
{{ expression }}[{{ position }}]
{%- endmacro %}
