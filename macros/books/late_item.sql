{#-
    What kind of charge comes late in a month's bill: tax and support are put on it when it closes. Shape: scalar text, tax or support;
    NULL for every other charge. Argument: alias of rows with the columns of core.fct_costs.
-#}
{% macro late_item(costs) -%}
case
    when {{ costs }}.charge_category = 'Tax' then 'tax'
    when lower({{ costs }}.service_name) like '%support%' then 'support'
end
{%- endmacro %}
