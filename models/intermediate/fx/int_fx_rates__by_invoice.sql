-- One row per invoice id and currency whose invoice states its own rate to the reporting currency.
with invoices as (
    select * from {{ ref('int_invoices__newest') }}
),

reporting as (
    select * from {{ ref('int_settings__reporting_currency') }}
),

-- An invoice id that two issuers share in one currency says nothing about a charge that only has the id.
stated_rates as (
    select
        invoices.invoice_id,
        invoices.billing_currency,
        invoices.exchange_currency as reporting_currency,
        min(invoices.billing_period) as billing_period,
        cast(min(invoices.exchange_rate) as decimal(16, 10)) as fx_rate,
        min(invoices.invoice_date) as fx_rate_date
    from invoices
    inner join reporting on invoices.exchange_currency = reporting.reporting_currency
    where invoices.exchange_rate > 0
    group by invoices.invoice_id, invoices.billing_currency, invoices.exchange_currency
    having count(*) = 1
)

select * from stated_rates
