-- One row per row of the list known_changes as landed.
with known_changes as (
    select * from {{ source('raw_known_changes', 'known_changes') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(change_id)') }} as change_id,
        lower({{ text_value('trim(kind)') }}) as change_kind,
        {{ text_value('trim(description)') }} as description,
        lower({{ text_value('trim(scope_kind)') }}) as scope_kind,
        {{ text_value('trim(scope_value)') }} as scope_value,
        cast({{ utc_timestamp('starts_on') }} as date) as starts_on,
        cast({{ utc_timestamp('ends_before') }} as date) as ends_before,
        lower({{ text_value('trim(direction)') }}) as direction,
        {{ to_money('expected_percent') }} as expected_percent,
        {{ text_value('trim(release)') }} as release_name,
        {{ text_value('trim(owner)') }} as owner_name
    from known_changes
)

select * from renamed
