{#- The rules on single charges: the columns of int_charges__breaches, in order. Shape: list of names. -#}
{% macro charge_rules() -%}
{{ return([
    'billed_cost_missing', 'effective_cost_missing', 'contracted_cost_missing',
    'list_cost_missing', 'billing_account_missing', 'billing_currency_missing', 'billing_period_missing',
    'charge_period_missing', 'service_name_missing', 'invoice_issuer_missing', 'provider_missing',
    'publisher_missing', 'charge_category_unknown', 'charge_class_unknown', 'charge_frequency_unknown',
    'pricing_category_unknown', 'commitment_status_unknown', 'commitment_category_unknown',
    'reservation_status_unknown', 'service_category_unknown', 'tax_with_price', 'sku_missing',
    'sku_price_missing', 'sku_details_without_price', 'list_unit_price_missing',
    'contracted_unit_price_missing', 'pricing_category_missing', 'pricing_quantity_missing',
    'pricing_unit_mismatch', 'consumed_quantity_missing', 'consumed_quantity_unexpected',
    'consumed_unit_mismatch', 'unit_price_negative', 'list_cost_not_price_times_quantity',
    'contracted_cost_not_price_times_quantity', 'billing_period_reversed', 'charge_period_reversed',
    'charge_in_the_future', 'commitment_without_id', 'commitment_not_described',
    'commitment_status_missing', 'commitment_quantity_missing', 'commitment_unit_mismatch',
    'commitment_purchase_counted_twice', 'commitment_purchase_malformed', 'covered_usage_billed',
    'commitment_idle_malformed', 'reservation_without_id', 'reservation_status_missing', 'tags_not_flat',
    'currency_not_iso_4217', 'currency_without_rate',
]) }}
{%- endmacro %}

{#-
    One row per group and rule on single charges, from a relation of int_charges__breach_patterns: a static union, one select per rule.
    Shape: a relation.
-#}
{% macro charge_checks(patterns) -%}
{% for rule in charge_rules() -%}
select
    source_name,
    delivery_scope,
    billing_period,
    '{{ rule }}' as rule,
    billing_currency,
    cast(coalesce(sum(count_rows) filter (where {{ rule }}), 0) as bigint) as count_rows,
    cast(coalesce(sum(count_rows) filter (where {{ rule }} is not null), 0) as bigint) as count_rows_checked,
    cast(sum(billed_cost) filter (where {{ rule }}) as decimal(38, 12)) as money,
    min(example_charge_id) filter (where {{ rule }}) as example_charge_id
from {{ patterns }}
group by source_name, delivery_scope, billing_period, billing_currency
{{ 'union all' if not loop.last }}
{% endfor %}
{%- endmacro %}
