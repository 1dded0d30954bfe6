-- One row per currency and billing period with cost or revenue: the currency to report in, the day of its
-- rate.
with currency_periods as (
    select
        billing_currency,
        billing_period
    from {{ ref('int_cost_slices__currencies') }}
    union all
    select
        currency_code as billing_currency,
        billing_period
    from {{ ref('fct_revenue') }}
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
