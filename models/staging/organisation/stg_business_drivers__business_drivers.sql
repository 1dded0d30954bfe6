-- One row per row of the list business_drivers as landed.
with business_drivers as (
    select * from {{ source('raw_business_drivers', 'business_drivers') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        cast({{ utc_timestamp('driver_date') }} as date) as driver_date,
        coalesce(lower({{ text_value('trim(grain)') }}), 'day') as driver_grain,
        {{ text_value('trim(driver)') }} as driver_name,
        {{ text_value('trim(product)') }} as product,
        {{ text_value('trim(feature)') }} as feature,
        {{ text_value('trim(customer)') }} as customer,
        {{ text_value('trim(team)') }} as team,
        {{ to_money('quantity') }} as quantity,
        {{ text_value('trim(unit)') }} as unit
    from business_drivers
)

select * from renamed
