{#-
    What an allocated row costs, as margins read it, and in which currency: accrual cost in the reporting currency, in the billing
    currency where no rate is known; what is billed where the source has no accrual cost. Shape: two select items, amount and currency.
-#}
{% macro margin_amount(relation=none) -%}
{%- set of = relation ~ '.' if relation else '' -%}
coalesce(
    {{ of }}effective_cost_reporting, {{ of }}billed_cost_reporting, {{ of }}effective_cost, {{ of }}billed_cost
) as amount,
    case
        when coalesce({{ of }}effective_cost_reporting, {{ of }}billed_cost_reporting) is not null
            then {{ of }}reporting_currency
        else {{ of }}billing_currency
    end as currency
{%- endmacro %}
