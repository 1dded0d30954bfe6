{#-
    What a staged FOCUS row charges, as one hash: rows with the same one are a charge told twice, or twins. Left out
    are the invoice id, because it comes when the invoice does, and names, which change. Shape: scalar text.
-#}
{% macro focus_charged() -%}
md5({{ identity([
    'billing_account_id', 'sub_account_id', 'invoice_issuer_name', 'provider_name', 'publisher_name',
    'service_provider_name', 'host_provider_name', 'charge_category', 'charge_subcategory', 'charge_class',
    'charge_frequency', 'charge_description', 'service_name', 'region_id', 'availability_zone', 'resource_id',
    'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_category', 'pricing_unit',
    'pricing_currency', 'consumed_unit', 'commitment_discount_id', 'commitment_discount_status',
    'commitment_discount_unit', 'capacity_reservation_id', 'capacity_reservation_status', 'billing_currency',
    'tags', 'api_key_id', 'principal_id', 'model_name', 'export_reference', 'usage_type', 'operation',
    'exported_at', 'billing_period_start', 'charge_period_start', 'charge_period_end', 'billed_cost',
    'effective_cost', 'contracted_cost', 'list_cost', 'list_unit_price', 'contracted_unit_price',
    'pricing_quantity', 'consumed_quantity', 'commitment_discount_quantity',
]) }})
{%- endmacro %}
