-- One row per publication day and currency: units of the reporting currency for one unit of it.
{{ config(materialized='table') }}

with rates as (
    select * from {{ ref('int_ecb_rates__newest') }}
),

reporting as (
    select * from {{ ref('int_settings__reporting_currency') }}
),

with_euro as (
    select * from rates
    union all
    select distinct
        rate_date,
        'EUR' as billing_currency,
        cast(1 as decimal(28, 12)) as units_per_euro
    from rates
),

-- Both sides are rates of one day to the euro; the quotient is rounded once.
cross_rates as (
    select
        with_euro.rate_date,
        with_euro.billing_currency,
        reporting.reporting_currency,
        {{ exact_rate('reporting_rates.units_per_euro', 'with_euro.units_per_euro') }} as fx_rate
    from with_euro
    cross join reporting
    inner join with_euro as reporting_rates
        on
            with_euro.rate_date = reporting_rates.rate_date
            and reporting.reporting_currency = reporting_rates.billing_currency
)

select * from cross_rates
