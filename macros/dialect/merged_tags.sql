{#-
    Several tag objects held as JSON text as one, each key under its scheme. Shape: scalar text; NULL where there are no tags.
    `objects` is a list of (expression, rules); rules are (pattern, replacement) for keys, regular expressions that start with ^,
    the first that fits wins, `\1` is its group. Where two keys become the same the first stays. Text that is no JSON object is kept
    whole under `unreadable_tags`, so that nothing is lost.
-#}
{% macro merged_tags(objects) -%}
{{ return(adapter.dispatch('merged_tags', 'ai_finops')(objects)) }}
{%- endmacro %}

{% macro duckdb__merged_tags(objects) -%}
{%- set lists = [] -%}
{%- set blanks = [] -%}
{%- for expression, rules in objects -%}
    {%- set text = text_value(expression) -%}
    {%- do blanks.append('coalesce(' ~ text ~ ", '{}') = '{}'") -%}
    {%- set entries -%}
        list_transform(
            case
                when {{ text }} is null then []
                when json_valid({{ text }}) and left(trim({{ text }}), 1) = '{{ '{' }}'
                    then map_entries(cast(cast({{ text }} as json) as map(varchar, varchar)))
                else [{'key': 'unreadable_tags', 'value': {{ text }}}]
            end,
            lambda entry: {
                'key': case
                    {% for pattern, replacement in rules -%}
                    when regexp_matches(entry.key, '{{ pattern }}')
                        then regexp_replace(entry.key, '{{ pattern }}', '{{ replacement }}')
                    {% endfor -%}
                    else entry.key
                end,
                'value': entry.value
            }
        )
    {%- endset -%}
    {%- do lists.append(entries) -%}
{%- endfor -%}
case
    when not ({{ blanks | join(' and ') }})
        then cast(to_json(map_from_entries({{ first_of_each_key(lists) }})) as varchar)
end
{%- endmacro %}

{#- The entries of lists of {key, value} in order, the first of each key. Shape: a list. -#}
{% macro first_of_each_key(lists) -%}
list_reduce(
    list_concat([cast([] as struct("key" varchar, "value" varchar)[])], list_transform(
        flatten([{{ lists | join(', ') }}]), lambda entry: [entry]
    )),
    lambda kept, added: case
        when list_contains(list_transform(kept, lambda entry: entry.key), added[1].key) then kept else kept || added
    end
)
{%- endmacro %}
