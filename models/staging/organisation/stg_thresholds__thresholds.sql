-- One row per row of the list thresholds as landed.
with thresholds as (
    select * from {{ source('raw_thresholds', 'thresholds') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(threshold)') }} as threshold_name,
        lower({{ text_value('trim(scope_kind)') }}) as scope_kind,
        coalesce({{ text_value('trim(scope_value)') }}, '*') as scope_value,
        lower({{ text_value('trim(direction)') }}) as direction,
        {{ to_money('warning_value') }} as warning_value,
        {{ to_money('breach_value') }} as breach_value,
        {{ text_value('trim(unit)') }} as unit,
        {{ currency_value('currency') }} as currency_code,
        {{ text_value('trim(owner)') }} as owner_name,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from thresholds
)

select * from renamed
