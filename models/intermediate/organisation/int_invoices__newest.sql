-- One row per issuer, invoice and currency: the header landed last.
with invoices as (
    select * from {{ ref('stg_invoices__invoices') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows(
        'invoices', ['invoice_issuer_name', 'invoice_id', 'billing_currency'],
        then_by=['total_amount', 'exchange_rate']
    ) }}
)

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
from newest
