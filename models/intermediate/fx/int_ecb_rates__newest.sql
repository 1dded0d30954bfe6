-- One row per publication day and currency: units of the currency for one euro, as landed last.
with rates as (
    select * from {{ ref('stg_ecb_rates__rates') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        rates.*,
        row_number() over (
            partition by rates.rate_date, rates.billing_currency
            order by {{ landed_last('rates') }}, rates.units_per_euro asc
        ) as newest_first
    from rates
    inner join deliveries on rates.delivery_id = deliveries.delivery_id
),

newest as (
    select
        rate_date,
        billing_currency,
        units_per_euro
    from ranked
    where newest_first = 1
)

select * from newest
