-- One row per billing currency and billing period with cost: the rate to the reporting currency, its origin.
{{ config(materialized='table') }}

with currency_periods as (
    select * from {{ ref('int_cost_slices__currencies') }}
),

reporting as (
    select * from {{ ref('int_settings__reporting_currency') }}
),

organisation_rates as (
    select * from {{ ref('int_fx_rates__organisation') }}
),

ecb_rates as (
    select * from {{ ref('int_ecb_rates__cross') }}
),

periods as (
    select distinct
        currency_periods.billing_currency,
        currency_periods.billing_period,
        reporting.reporting_currency,
        {{ last_day_of_period('currency_periods.billing_period') }} as last_date
    from currency_periods
    cross join reporting
),

organisation_candidates as (
    select
        periods.billing_currency,
        periods.billing_period,
        max_by(organisation_rates.fx_rate, organisation_rates.valid_from) as fx_rate,
        max(organisation_rates.valid_from) as fx_rate_date
    from periods
    inner join organisation_rates
        on
            periods.billing_currency = organisation_rates.from_currency
            and periods.reporting_currency = organisation_rates.to_currency
            and periods.last_date >= organisation_rates.valid_from
            and periods.last_date < organisation_rates.valid_to
    group by periods.billing_currency, periods.billing_period
),

ecb_candidates as (
    select
        periods.billing_currency,
        periods.billing_period,
        max_by(ecb_rates.fx_rate, ecb_rates.rate_date) as fx_rate,
        max(ecb_rates.rate_date) as fx_rate_date
    from periods
    inner join ecb_rates
        on periods.billing_currency = ecb_rates.billing_currency and periods.last_date >= ecb_rates.rate_date
    group by periods.billing_currency, periods.billing_period
),

known_until as (
    select max(rate_date) as last_known_date from ecb_rates
),

chosen as (
    select
        periods.billing_currency,
        periods.billing_period,
        periods.reporting_currency,
        case
            when periods.billing_currency = periods.reporting_currency then cast(1 as decimal(16, 10))
            else coalesce(organisation_candidates.fx_rate, ecb_candidates.fx_rate)
        end as fx_rate,
        case
            when periods.billing_currency = periods.reporting_currency then 'same_currency'
            when organisation_candidates.fx_rate is not null then 'organisation'
            when ecb_candidates.fx_rate is not null then 'ecb'
            else 'no_rate'
        end as fx_rate_source,
        case
            when periods.billing_currency = periods.reporting_currency then periods.last_date
            else coalesce(organisation_candidates.fx_rate_date, ecb_candidates.fx_rate_date)
        end as fx_rate_date,
        coalesce(
            periods.billing_currency != periods.reporting_currency
            and organisation_candidates.fx_rate is null
            and known_until.last_known_date <= periods.last_date, false
        ) as is_provisional_rate
    from periods
    cross join known_until
    left join organisation_candidates
        on
            periods.billing_currency = organisation_candidates.billing_currency
            and periods.billing_period = organisation_candidates.billing_period
    left join ecb_candidates
        on
            periods.billing_currency = ecb_candidates.billing_currency
            and periods.billing_period = ecb_candidates.billing_period
)

select * from chosen
