{#-
    Whether a Google Cloud credit is a discount on what it stands on (a commitment, sustained use, the free tier, an agreed price) and
    so lowers its effective cost. A promotion, and a type that is none of these, is money given. Shape: scalar boolean, never NULL.
-#}
{% macro is_usage_discount(credit_type) -%}
coalesce(
    {{ credit_type }} in (
        'COMMITTED_USAGE_DISCOUNT', 'COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE', 'SUSTAINED_USAGE_DISCOUNT', 'FREE_TIER', 'DISCOUNT',
        'SUBSCRIPTION_BENEFIT', 'RESELLER_MARGIN', 'FEE_UTILIZATION_OFFSET'
    ), false
)
{%- endmacro %}

{#- Whether a credit comes of a commitment. Shape: scalar boolean; NULL for NULL. -#}
{% macro is_commitment_credit(credit_type) -%}
{{ credit_type }} in ('COMMITTED_USAGE_DISCOUNT', 'COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE')
{%- endmacro %}

{#-
    What a row of the Cloud Billing export charges, as one hash: rows with the same one are a charge told twice, or twins. Names and
    descriptions are left out, because they change. Shape: scalar text.
-#}
{% macro gcp_charged() -%}
md5({{ identity(gcp_charge_columns() + [
    'cost', 'credits', 'cost_at_list', 'usage_amount', 'usage_amount_in_pricing_units', 'usage_pricing_unit', 'effective_price',
]) }})
{%- endmacro %}

{#- The columns that tell one charge of the export from another. Shape: list of names. -#}
{% macro gcp_charge_columns() -%}
{{ return([
    'billing_account_id', 'billing_period_start', 'cost_type', 'service_id', 'sku_id', 'usage_start_time', 'usage_end_time',
    'project_id', 'labels', 'system_labels', 'project_labels', 'tags', 'location_name', 'region_id', 'zone_id', 'resource_name',
    'resource_global_name', 'currency', 'usage_unit', 'tier_start_amount', 'adjustment_id', 'adjustment_type', 'adjustment_mode',
    'exported_at', 'transaction_type', 'seller_name', 'subscription_instance_id', 'consumption_model_id',
]) }}
{%- endmacro %}
