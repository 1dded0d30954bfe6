-- One row per exchange rate of the organisation as landed.
with fx_rates as (
    select * from {{ source('raw_fx_rates', 'fx_rates') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ currency_value('from_currency') }} as from_currency,
        {{ currency_value('to_currency') }} as to_currency,
        {{ to_money('rate') }} as rate,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to,
        {{ text_value('source') }} as rate_source
    from fx_rates
)

select * from renamed
