-- One row per billing currency and billing period with cost: the rate to the reporting currency, its origin.
{{ config(materialized='table') }}

with wanted as (
    select * from {{ ref('int_fx_rates__wanted') }}
),

organisation_rates as (
    select * from {{ ref('int_fx_rates__organisation') }}
),

ecb_rates as (
    select * from {{ ref('int_ecb_rates__by_period') }}
),

organisation_by_period as (
    select
        wanted.billing_currency,
        wanted.billing_period,
        max_by(organisation_rates.fx_rate, organisation_rates.valid_from) as fx_rate,
        max(organisation_rates.valid_from) as fx_rate_date
    from wanted
    inner join organisation_rates
        on
            wanted.billing_currency = organisation_rates.from_currency
            and wanted.reporting_currency = organisation_rates.to_currency
            and wanted.last_date >= organisation_rates.valid_from
            and wanted.last_date < organisation_rates.valid_to
    group by wanted.billing_currency, wanted.billing_period
),

-- The organisation's own rate stands before the ECB's; between them stands an invoice's own, by charge.
chosen as (
    select
        wanted.billing_currency,
        wanted.billing_period,
        wanted.reporting_currency,
        case
            when wanted.billing_currency = wanted.reporting_currency then cast(1 as decimal(20, 12))
            else coalesce(organisation_by_period.fx_rate, ecb_rates.fx_rate)
        end as fx_rate,
        case
            when wanted.billing_currency = wanted.reporting_currency then 'same_currency'
            when organisation_by_period.fx_rate is not null then 'organisation'
            when ecb_rates.fx_rate is not null then 'ecb'
            else 'no_rate'
        end as fx_rate_source,
        case
            when wanted.billing_currency = wanted.reporting_currency then wanted.last_date
            else coalesce(organisation_by_period.fx_rate_date, ecb_rates.fx_rate_date)
        end as fx_rate_date,
        coalesce(
            wanted.billing_currency != wanted.reporting_currency
            and organisation_by_period.fx_rate is null
            and ecb_rates.is_provisional_rate, false
        ) as is_provisional_rate
    from wanted
    left join organisation_by_period
        on
            wanted.billing_currency = organisation_by_period.billing_currency
            and wanted.billing_period = organisation_by_period.billing_period
    left join ecb_rates
        on
            wanted.billing_currency = ecb_rates.billing_currency
            and wanted.billing_period = ecb_rates.billing_period
)

select * from chosen
