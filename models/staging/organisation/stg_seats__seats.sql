-- One row per row of the list seats as landed.
with seats as (
    select * from {{ source('raw_seats', 'seats') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(vendor)') }} as vendor_name,
        {{ text_value('trim(product)') }} as product_name,
        {{ text_value('trim(principal)') }} as principal_id,
        {{ to_money('"count"') }} as count_stated,
        {{ text_value('trim(plan)') }} as plan_name,
        {{ to_money('price') }} as monthly_price,
        {{ currency_value('currency') }} as price_currency,
        {{ text_value('trim(department)') }} as department,
        lower({{ text_value('trim(works_as)') }}) as works_as,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from seats
)

select * from renamed
