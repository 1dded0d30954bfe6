{#-
    The columns of a unit cost in their order, for costs that nothing is laid on: machines, seats, runs. Shape: a select list. terms: what
    differs, by column; other columns that say of what it is are NULL.
-#}
{% macro direct_unit_cost(terms) -%}
{%- for column in [
    'usage_date', 'scope_kind', 'scope_id', 'product', 'feature', 'release_name', 'provider_name', 'model_id', 'unit', 'token_class'
] -%}
{{ terms.get(column, 'cast(null as varchar)') }} as {{ column }},
{% endfor -%}
'direct' as cost_load,
coalesce({{ terms['currency'] }}, 'unknown') as currency,
cast({{ terms['cost'] }} as decimal(38, 12)) as cost,
cast({{ terms['quantity'] }} as decimal(38, 12)) as quantity,
'effective' as cost_basis,
{{ terms['evidence'] }} as evidence,
{{ terms['reason'] }} as reason
{%- endmacro %}
