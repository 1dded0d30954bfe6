{#- All tokens of a request, each class once. Shape: scalar bigint; 0 where none is said. -#}
{% macro all_tokens() -%}
(
    {%- for class in ['input', 'cache_read', 'cache_write', 'output', 'reasoning'] -%}
    {{ ' + ' if not loop.first }}coalesce({{ class }}_tokens, 0)
    {%- endfor -%}
)
{%- endmacro %}
