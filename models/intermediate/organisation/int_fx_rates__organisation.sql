-- One row per currency pair and start of validity: the organisation's rate landed last.
with fx_rates as (
    select
        *,
        coalesce(valid_from, date '1970-01-01') as valid_since,
        coalesce(valid_to, date '9999-12-31') as valid_until
    from {{ ref('stg_fx_rates__fx_rates') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        fx_rates.*,
        row_number() over (
            partition by fx_rates.from_currency, fx_rates.to_currency, fx_rates.valid_since
            order by {{ landed_last('fx_rates') }}, fx_rates.rate asc, fx_rates.valid_until asc
        ) as newest_first
    from fx_rates
    inner join deliveries on fx_rates.delivery_id = deliveries.delivery_id
),

newest as (
    select
        from_currency,
        to_currency,
        cast(rate as decimal(20, 12)) as fx_rate,
        valid_since as valid_from,
        valid_until as valid_to
    from ranked
    where newest_first = 1
)

select * from newest
