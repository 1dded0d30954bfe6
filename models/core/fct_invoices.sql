-- One row per invoice and currency, as accounts payable has it.
with invoices as (
    select * from {{ ref('int_invoices__newest') }}
)

select
    invoice_issuer_name,
    invoice_id,
    billing_currency,
    billing_account_id,
    billing_period,
    invoice_date,
    amount_before_tax,
    tax_amount,
    total_amount,
    exchange_rate,
    exchange_currency,
    payment_terms
from invoices
