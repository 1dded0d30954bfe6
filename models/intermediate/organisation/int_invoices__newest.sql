-- One row per issuer, invoice and currency: the header landed last.
with invoices as (
    select * from {{ ref('stg_invoices__invoices') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        invoices.*,
        row_number() over (
            partition by invoices.invoice_issuer_name, invoices.invoice_id, invoices.billing_currency
            order by {{ landed_last('invoices') }}, invoices.total_amount asc, invoices.exchange_rate asc
        ) as newest_first
    from invoices
    inner join deliveries on invoices.delivery_id = deliveries.delivery_id
),

newest as (
    select
        invoice_id,
        invoice_issuer_name,
        billing_account_id,
        billing_period,
        invoice_date,
        billing_currency,
        amount_before_tax,
        tax_amount,
        total_amount,
        exchange_rate,
        exchange_currency,
        payment_terms
    from ranked
    where newest_first = 1
)

select * from newest
