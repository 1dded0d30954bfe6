-- One row per billing currency and billing period with cost: the currency to report in, the day of its rate.
with currency_periods as (
    select * from {{ ref('int_cost_slices__currencies') }}
),

reporting as (
    select * from {{ ref('int_settings__reporting_currency') }}
),

wanted as (
    select distinct
        currency_periods.billing_currency,
        currency_periods.billing_period,
        reporting.reporting_currency,
        {{ last_day_of_period('currency_periods.billing_period') }} as last_date
    from currency_periods
    cross join reporting
)

select * from wanted
