{#- The FOCUS measures of a cost row, in the billing currency and in the reporting currency. Shape: list of column names. -#}
{% macro cost_measures() -%}
{{ return([
    'billed_cost', 'effective_cost', 'contracted_cost', 'list_cost', 'billed_cost_reporting', 'effective_cost_reporting',
    'contracted_cost_reporting', 'list_cost_reporting',
]) }}
{%- endmacro %}
