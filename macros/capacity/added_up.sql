{#- Parts of a cost that one source gives in columns <part><suffix>, added up; a part that is not known adds nothing. Shape: scalar DECIMAL(28,12). -#}
{% macro added_up(parts, suffix) -%}
cast({% for part in parts %}{{ ' + ' if not loop.first }}coalesce({{ part ~ suffix }}, 0){% endfor %} as decimal(28, 12))
{%- endmacro %}
