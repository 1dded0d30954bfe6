{#-
    Several tag objects held as JSON text as one, each key under its scheme. Shape: scalar text, a flat JSON object
    with its keys sorted; NULL where there are no tags. `objects` is a list of (expression, rules); rules are
    (prefixes, scheme): the first prefix that a key starts with is replaced by the scheme. A key that comes with
    several values holds them as a JSON list.
    Text that is no JSON object is kept whole under `unreadable_tags`, so that nothing is lost.
-#}
{% macro merged_tags(objects) -%}
{{ return(adapter.dispatch('merged_tags', 'ai_finops')(objects)) }}
{%- endmacro %}

{% macro duckdb__merged_tags(objects) -%}
{%- set lists = [] -%}
{%- for expression, rules in objects -%}
    {%- set entries -%}
        list_transform(
            {{ tag_entries(text_value(expression)) }},
            lambda entry: {
                'key': {% if rules %}case
                    {% for prefixes, scheme in rules -%}
                    {% for prefix in prefixes -%}
                    when starts_with(entry.key, '{{ prefix }}') and length(entry.key) > {{ prefix | length }}
                        then '{{ scheme }}' || substr(entry.key, {{ prefix | length + 1 }})
                    {% endfor -%}
                    {% endfor -%}
                    else entry.key
                end{% else %}entry.key{% endif %},
                'value': entry.value
            }
        )
    {%- endset -%}
    {%- do lists.append(entries) -%}
{%- endfor -%}
{{ object_of_entries('flatten([' ~ lists | join(', ') ~ '])') }}
{%- endmacro %}

{#- The members of a JSON object as a list of {key, value}; what is no such object is one unreadable member. -#}
{% macro tag_entries(text) -%}
case
    when {{ text }} is null or {{ text }} = '{}' then []
    when {{ is_flat_object(text) }} then map_entries(cast(cast({{ text }} as json) as map(varchar, varchar)))
    else [{'key': 'unreadable_tags', 'value': {{ text }}}]
end
{%- endmacro %}

{#- Whether text is a JSON object in which no key comes twice. Shape: scalar boolean. -#}
{% macro is_flat_object(text) -%}
case
    when json_valid({{ text }}) and json_type({{ text }}) = 'OBJECT'
        then len(json_keys({{ text }})) = list_unique(json_keys({{ text }}))
    else false
end
{%- endmacro %}

{#- The JSON object of a list of {key, value}, sorted, values of a repeated key as a JSON list. Shape: scalar text. -#}
{% macro object_of_entries(entries) -%}
list_transform([{{ entries }}], lambda pairs: case
    when len(pairs) = 0 then null
    when list_unique(list_transform(pairs, lambda pair: pair.key)) = len(pairs)
        then {{ object_of_members(
            'list_transform(pairs, lambda pair: ' ~ member_text('pair.key', 'pair.value') ~ ')'
        ) }}
    else {{ object_of_members(
        'list_transform(list_distinct(list_transform(pairs, lambda pair: pair.key)), lambda tag_key: '
        ~ member_text('tag_key', one_or_list(
            'list_sort(list_distinct(list_transform('
            ~ 'list_filter(pairs, lambda pair: pair.key = tag_key), lambda pair: pair.value)))'
        )) ~ ')'
    ) }}
end)[1]
{%- endmacro %}

{#- Members of a JSON object as text, put together. MAP is not used: writing one takes four times as long. -#}
{% macro object_of_members(members) -%}
'{' || array_to_string(list_sort({{ members }}), ',') || '}'
{%- endmacro %}

{% macro member_text(key, value) -%}
cast(to_json({{ key }}) as varchar) || ':' || coalesce(cast(to_json({{ value }}) as varchar), 'null')
{%- endmacro %}

{#- The only element of a list of texts, or the list as JSON text. Shape: scalar text. -#}
{% macro one_or_list(expression) -%}
case
    when len({{ expression }}) <= 1 then {{ expression }}[1]
    else cast(to_json({{ expression }}) as varchar)
end
{%- endmacro %}
