-- One row per publication day, currency and delivery: units of the currency for one euro, as published.
with rates as (
    select * from {{ source('raw_ecb_rates', 'rates') }}
),

unpivoted as (
    select *
    from rates
    unpivot (
        rate_text for billing_currency in (
            "USD", "JPY", "BGN", "CYP", "CZK", "DKK", "EEK", "GBP", "HUF", "LTL",
            "LVL", "MTL", "PLN", "ROL", "RON", "SEK", "SIT", "SKK", "CHF", "ISK",
            "NOK", "HRK", "RUB", "TRL", "TRY", "AUD", "BRL", "CAD", "CNY", "HKD",
            "IDR", "ILS", "INR", "KRW", "MXN", "MYR", "NZD", "PHP", "SGD", "THB",
            "ZAR"
        )
    )
),

typed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        cast({{ utc_timestamp('"Date"') }} as date) as rate_date,
        billing_currency,
        {{ to_money('rate_text') }} as units_per_euro
    from unpivoted
),

published_rates as (
    select * from typed
    where rate_date is not null and units_per_euro is not null
)

select * from published_rates
