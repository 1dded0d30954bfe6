-- One row per invoice id and currency whose invoice states its own rate to the reporting currency.
with invoices as (
    select * from {{ ref('int_invoices__newest') }}
),

reporting as (
    select * from {{ ref('int_settings__reporting_currency') }}
),

counted as (
    select
        *,
        count(*) over (partition by invoice_id, billing_currency) as count_issuers
    from invoices
),

-- An invoice id that two issuers share in one currency says nothing about a charge that only has the id. The
-- period is NULL where accounts payable gave none: the rate is then for the invoice's charges of any period.
stated_rates as (
    select
        counted.invoice_id,
        counted.billing_currency,
        counted.exchange_currency as reporting_currency,
        counted.billing_period,
        cast(counted.exchange_rate as decimal(20, 12)) as fx_rate,
        counted.invoice_date as fx_rate_date
    from counted
    inner join reporting on counted.exchange_currency = reporting.reporting_currency
    where counted.exchange_rate > 0 and counted.count_issuers = 1
)

select * from stated_rates
