{#-
    Delivered tags as the text of one JSON object. Shape: scalar text; NULL where there are none.
    Reads a JSON object (as it is, nested values too), members without their braces, as Azure writes them, and a list
    of {Key, Value} records, as GCP's FOCUS export has them; a key that comes with several values holds them as a JSON
    list. Anything else is kept whole under the key `unreadable_tags`, so that nothing is lost.
-#}
{% macro tags_object(expression) -%}
{{ return(adapter.dispatch('tags_object', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__tags_object(expression) -%}
{%- set text = text_value(expression) -%}
{%- set records = "cast(cast(" ~ text ~ " as json) as json[])" -%}
case
    when {{ text }} is null or {{ text }} in ('{}', '[]') then null
    when {{ is_flat_object(text) }} then {{ text }}
    when {{ is_flat_object("('{' || " ~ text ~ " || '}')") }} then '{' || {{ text }} || '}'
    when {{ is_list_of_records(text, records) }}
        then {{ object_of_entries(
            "list_transform(" ~ records ~ ", lambda tag: {'key': coalesce(tag ->> 'Key', tag ->> 'key'),"
            ~ " 'value': coalesce(tag ->> 'Value', tag ->> 'value')})"
        ) }}
    else {{ object_of_members("[" ~ member_text("'unreadable_tags'", text) ~ "]") }}
end
{%- endmacro %}

{#- Whether text is a JSON list whose elements all have a key. Shape: scalar boolean. -#}
{% macro is_list_of_records(text, records) -%}
case
    when json_valid({{ text }}) and json_type({{ text }}) = 'ARRAY'
        then len(list_filter({{ records }}, lambda tag: coalesce(tag ->> 'Key', tag ->> 'key') is null)) = 0
    else false
end
{%- endmacro %}
