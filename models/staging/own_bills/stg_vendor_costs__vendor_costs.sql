-- One row per line of a vendor's bill as landed.
with vendor_costs as (
    select * from {{ source('raw_vendor_costs', 'vendor_costs') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        trim({{ text_value('vendor') }}) as vendor,
        {{ text_value('invoice_id') }} as invoice_id,
        cast({{ utc_timestamp('invoice_date') }} as date) as invoice_date,
        cast({{ utc_timestamp('service_start') }} as date) as service_start,
        cast({{ utc_timestamp('service_end') }} as date) as service_end,
        {{ to_money('amount') }} as amount,
        {{ to_money('tax') }} as tax,
        {{ currency_value('currency') }} as currency,
        {{ text_value('description') }} as charge_description,
        {{ to_money('quantity') }} as quantity,
        {{ text_value('unit') }} as quantity_unit,
        {{ text_value('owner') }} as team,
        {{ text_value('product') }} as product,
        lower({{ text_value('cost_class') }}) as cost_class,
        {{ text_value('legal_entity') }} as legal_entity,
        {{ text_value('service') }} as service_name,
        {{ text_value('service_category') }} as service_category,
        {{ text_value('billing_account_id') }} as billing_account_id,
        coalesce(lower(trim({{ text_value('channel') }})), 'invoice') as payment_channel
    from vendor_costs
)

select * from renamed
