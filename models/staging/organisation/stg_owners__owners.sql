-- One row per owner mapping as landed.
with owners as (
    select * from {{ source('raw_owners', 'owners') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        lower({{ text_value('owner_kind') }}) as owner_kind,
        {{ text_value('owner_value') }} as owner_value,
        {{ text_value('team') }} as team,
        {{ text_value('product') }} as product,
        {{ text_value('environment') }} as environment,
        {{ text_value('customer') }} as customer,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from owners
)

select * from renamed
