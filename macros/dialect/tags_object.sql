{#-
    Delivered tags as the text of one flat JSON object. Shape: scalar text; NULL where there are none.
    Reads a JSON object (as it is) and a list of {Key, Value} records, as GCP's FOCUS export has them (the first value of a
    repeated key). Text that is no JSON is kept whole under the key `unreadable_tags`, so that nothing is lost.
-#}
{% macro tags_object(expression) -%}
{{ return(adapter.dispatch('tags_object', 'ai_finops')(expression)) }}
{%- endmacro %}

{% macro duckdb__tags_object(expression) -%}
{%- set text = text_value(expression) -%}
{%- set entries = "cast(cast(" ~ text ~ " as json) as json[])" -%}
case
    when {{ text }} is null then null
    when not json_valid({{ text }}) then cast(json_object('unreadable_tags', {{ text }}) as varchar)
    when {{ text }} like '[%'
        then
            cast(
                to_json(
                    map_from_entries(
                        list_transform(
                            list_distinct(list_transform({{ entries }}, lambda entry: entry ->> 'Key')),
                            lambda tag_key: {
                                'key': tag_key,
                                'value': list_filter({{ entries }}, lambda entry: entry ->> 'Key' = tag_key)[1] ->> 'Value'
                            }
                        )
                    )
                ) as varchar
            )
    else {{ text }}
end
{%- endmacro %}
