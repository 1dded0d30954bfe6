-- One row per row of the list hardware as landed.
with hardware as (
    select * from {{ source('raw_hardware', 'hardware') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(asset_id)') }} as asset_id,
        {{ text_value('trim(site)') }} as site,
        cast({{ utc_timestamp('purchased_on') }} as date) as purchased_on,
        {{ to_money('quantity') }} as quantity,
        {{ text_value('trim(accelerator)') }} as accelerator,
        {{ to_money('embodied_kg') }} as embodied_kg,
        {{ text_value('trim(embodied_source)') }} as embodied_source
    from hardware
)

select * from renamed
