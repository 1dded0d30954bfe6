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

{#-
    What a late item of a month will come to: what is known of a settled month or where no earlier month is settled, else its usual share
    if that is more. Shape: scalar money. Reads months (carried_expected, paid_ahead, is_settled, tax_known) and shares (tax_share).
-#}
{% macro expected_late(item) -%}
case
    when months.is_settled or shares.{{ item }}_share is null then months.{{ item }}_known
    else greatest(
        months.{{ item }}_known,
        {{ money_times('(months.carried_expected + months.paid_ahead)', 'shares.' ~ item ~ '_share') }}
    )
end
{%- endmacro %}
