-- One row per row of a Cloud Billing export as landed, standard or detailed.
with billing_export as (
    select * from {{ source('raw_gcp_billing', 'billing_export') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('billing_account_id') }} as billing_account_id,
        {{ text_value('invoice_publisher_type') }} as publisher_type,
        lower({{ text_value('cost_type') }}) as cost_type,
        {{ text_value('service_id') }} as service_id,
        {{ text_value('service_description') }} as service_description,
        {{ text_value('sku_id') }} as sku_id,
        {{ text_value('trim(sku_description)') }} as sku_description,
        {{ text_value('project_id') }} as project_id,
        {{ text_value('project_name') }} as project_name,
        {{ tags_object('project_labels') }} as project_labels,
        {{ tags_object('labels') }} as labels,
        {{ tags_object('system_labels') }} as system_labels,
        {{ tags_object('tags') }} as tags,
        {{ text_value('location_location') }} as location_name,
        {{ text_value('location_region') }} as region_id,
        {{ text_value('location_zone') }} as zone_id,
        {{ text_value('resource_name') }} as resource_name,
        {{ text_value('resource_global_name') }} as resource_global_name,
        {{ currency_value('currency') }} as currency,
        {{ text_value('usage_unit') }} as usage_unit,
        {{ text_value('usage_pricing_unit') }} as usage_pricing_unit,
        {{ text_value('adjustment_info_id') }} as adjustment_id,
        {{ text_value('adjustment_info_description') }} as adjustment_description,
        {{ text_value('adjustment_info_mode') }} as adjustment_mode,
        {{ text_value('adjustment_info_type') }} as adjustment_type,
        {{ text_value('transaction_type') }} as transaction_type,
        {{ text_value('seller_name') }} as seller_name,
        {{ text_value('subscription_instance_id') }} as subscription_instance_id,
        {{ text_value('consumption_model_id') }} as consumption_model_id,
        {{ text_value('consumption_model_description') }} as consumption_model,
        {{ utc_timestamp('invoice_month') }} as billing_period_start,
        {{ utc_timestamp('usage_start_time') }} as usage_start_time,
        {{ utc_timestamp('usage_end_time') }} as usage_end_time,
        {{ utc_timestamp('export_time') }} as exported_at,
        {{ to_money('cost') }} as cost,
        {{ to_money('cost_at_list') }} as cost_at_list,
        {{ to_money('usage_amount') }} as usage_amount,
        {{ to_money('usage_amount_in_pricing_units') }} as usage_amount_in_pricing_units,
        {{ to_money('price_effective_price') }} as effective_price,
        {{ to_money('price_list_price') }} as list_price,
        {{ to_money('price_pricing_unit_quantity') }} as pricing_unit_quantity,
        {{ to_money('price_tier_start_amount') }} as tier_start_amount,
        {{ credit_records('credits') }} as credits
    from billing_export
),

with_credits as (
    select
        *,
        {{ credit_sum('credits') }} as credits_amount
    from renamed
)

select * from with_credits
