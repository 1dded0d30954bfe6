{#- Text that tells rows apart by the given columns, NULL and position kept. Shape: scalar text. -#}
{% macro identity(columns) -%}
concat_ws(
    '|', {% for column in columns %}coalesce(cast({{ column }} as varchar), ''){{ ', ' if not loop.last }}{% endfor %}
)
{%- endmacro %}
