-- One row per billing currency, billing period and, where the invoice states its own rate, invoice.
with period_rates as (
    select
        billing_currency,
        billing_period,
        cast(null as varchar) as invoice_id,
        reporting_currency, fx_rate, fx_rate_source, fx_rate_date, is_provisional_rate
    from {{ ref('int_fx_rates__by_period') }}
),

invoice_rates as (
    select
        billing_currency, billing_period, invoice_id, reporting_currency, fx_rate,
        'invoice' as fx_rate_source,
        fx_rate_date,
        false as is_provisional_rate
    from {{ ref('int_fx_rates__by_invoice') }}
),

united as (
    select * from period_rates
    union all
    select * from invoice_rates
),

fx_rates as (
    select
        md5({{ identity(['billing_currency', 'billing_period', 'invoice_id']) }}) as fx_rate_id,
        billing_currency, billing_period, invoice_id, reporting_currency, fx_rate, fx_rate_source,
        fx_rate_date, is_provisional_rate
    from united
)

select * from fx_rates
