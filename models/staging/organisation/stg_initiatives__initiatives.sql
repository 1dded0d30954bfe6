-- One row per row of the list initiatives as landed.
with initiatives as (
    select * from {{ source('raw_initiatives', 'initiatives') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(initiative)') }} as initiative,
        {{ text_value('trim(name)') }} as initiative_name,
        lower({{ text_value('trim(kind)') }}) as initiative_kind,
        {{ text_value('trim(team)') }} as team,
        {{ text_value('trim(product)') }} as product,
        {{ text_value('trim(owner)') }} as owner_name,
        lower({{ text_value('trim(status)') }}) as initiative_status,
        cast({{ utc_timestamp('starts_on') }} as date) as starts_on,
        cast({{ utc_timestamp('ends_before') }} as date) as ends_before,
        {{ to_money('expected_value') }} as expected_value,
        {{ to_money('funding') }} as funding,
        {{ currency_value('currency') }} as currency_code
    from initiatives
)

select * from renamed
