-- One row per row of the list fiscal_periods as landed.
with fiscal_periods as (
    select * from {{ source('raw_fiscal_periods', 'fiscal_periods') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(fiscal_period)') }} as fiscal_period,
        {{ text_value('trim(fiscal_year)') }} as fiscal_year,
        {{ text_value('trim(fiscal_quarter)') }} as fiscal_quarter,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        cast({{ utc_timestamp('starts_on') }} as date) as starts_on,
        cast({{ utc_timestamp('ends_before') }} as date) as ends_before,
        lower({{ text_value('trim(status)') }}) as period_status,
        cast({{ utc_timestamp('closed_on') }} as date) as closed_on
    from fiscal_periods
)

select * from renamed
