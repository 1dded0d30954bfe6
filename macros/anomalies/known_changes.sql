{#-
    The first day on which a known change no longer explains anything: its end, else four weeks after it began, when what it brought
    has become usual. Shape: scalar date. Arguments: alias of rows of core.fct_known_changes.
-#}
{% macro change_ends(changes) -%}
coalesce({{ changes }}.ends_before, {{ changes }}.starts_on + {{ warning_rules().history_days }})
{%- endmacro %}

{#-
    Whether a known change touches a row. Shape: a condition. Arguments: alias of rows of core.fct_known_changes; a map of kind of scope
    to the column that names it. A change of the whole company touches all.
-#}
{% macro change_touches(changes, scopes) -%}
(
    {{ changes }}.scope_kind = 'company'
    {%- for kind, column in scopes.items() %}
    or ({{ changes }}.scope_kind = '{{ kind }}' and {{ changes }}.scope_value = {{ column }})
    {%- endfor %}
)
{%- endmacro %}
