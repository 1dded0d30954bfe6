-- One row per row of the list comparisons as landed.
with comparisons as (
    select * from {{ source('raw_comparisons', 'comparisons') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(comparison)') }} as comparison_name,
        cast({{ utc_timestamp('base_from') }} as date) as base_from,
        cast({{ utc_timestamp('base_before') }} as date) as base_before,
        cast({{ utc_timestamp('compared_from') }} as date) as compared_from,
        cast({{ utc_timestamp('compared_before') }} as date) as compared_before
    from comparisons
)

select * from renamed
