{#- What tells the rows of unit_economics.rpt_costs_daily apart, apart from the day. Shape: list of column names, none of them NULL. -#}
{% macro costs_daily_keys() -%}
{{ return([
    'scope_name', 'team', 'product', 'provider_name', 'service_name', 'model_name', 'environment', 'cost_class',
    'billing_currency',
]) }}
{%- endmacro %}

{#- The measures that add up. Shape: list of column names. -#}
{% macro costs_daily_measures() -%}
{{ return(['billed_cost', 'effective_cost', 'contracted_cost', 'list_cost', 'billed_cost_reporting', 'effective_cost_reporting']) }}
{%- endmacro %}
