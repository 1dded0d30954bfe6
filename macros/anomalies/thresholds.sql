{#-
    Rows with the landed thresholds of one name that hold for them on their day, as NAME_KIND for each kind of scope. Shape: left joins;
    no row is lost or doubled, because periods of a threshold never overlap. Arguments: alias of the rows, with a `currency`; their column
    of the day; name of the threshold; name for the joins; map of kind of scope to the column that names it, strongest first; the company
    is always the last. Reads `thresholds`, rows of core.dim_threshold.
-#}
{% macro join_thresholds(relation, day, threshold, name, scopes) -%}
{%- for kind in scopes.keys() | list + ['company'] %}
left join thresholds as {{ name }}_{{ kind }}
    on
        {{ name }}_{{ kind }}.threshold_name = '{{ threshold }}'
        and {{ name }}_{{ kind }}.scope_kind = '{{ kind }}'
        and {{ scopes.get(kind, name ~ '_company.scope_value') }} = {{ name }}_{{ kind }}.scope_value
        and {{ relation }}.{{ day }} >= {{ name }}_{{ kind }}.valid_from
        and {{ relation }}.{{ day }} < {{ name }}_{{ kind }}.valid_to
        and coalesce({{ name }}_{{ kind }}.currency_code, {{ relation }}.currency) = {{ relation }}.currency
{%- endfor %}
{%- endmacro %}

{#- What the strongest of the joined thresholds says, else a default. Shape: scalar DECIMAL. Arguments as of join_thresholds. -#}
{% macro threshold_of(name, column, scopes, default) -%}
coalesce(
    {%- for kind in scopes.keys() | list + ['company'] %}
    {{ name }}_{{ kind }}.{{ column }},
    {%- endfor %}
    {{ default }}
)
{%- endmacro %}
