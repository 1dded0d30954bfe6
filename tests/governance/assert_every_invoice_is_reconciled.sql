-- The reconciliation holds every invoice of accounts payable once, with its amount, by issuer and currency.
with invoices as (
    select
        invoice_issuer_name,
        billing_currency,
        count(*) as count_invoices,
        sum(coalesce(total_amount, amount_before_tax + coalesce(tax_amount, 0))) as invoiced_amount
    from {{ ref('fct_invoices') }}
    group by invoice_issuer_name, billing_currency
),

reconciled as (
    select
        reconciliation.invoice_issuer_name,
        reconciliation.billing_currency,
        count(*) as count_invoices,
        sum(reconciliation.invoiced_amount) as invoiced_amount
    from {{ ref('fct_invoice_reconciliation') }} as reconciliation
    where
        reconciliation.cause not in ('no_invoice', 'not_yet_invoiced')
        and (reconciliation.cause != 'several_invoices' or reconciliation.count_charges is null)
    group by reconciliation.invoice_issuer_name, reconciliation.billing_currency
)

select
    invoices.*,
    reconciled.count_invoices as count_reconciled,
    reconciled.invoiced_amount as reconciled_amount
from invoices
full outer join reconciled
    on
        invoices.invoice_issuer_name = reconciled.invoice_issuer_name
        and invoices.billing_currency = reconciled.billing_currency
where
    {{ differs('invoices.count_invoices', 'reconciled.count_invoices') }}
    or {{ differs('invoices.invoiced_amount', 'reconciled.invoiced_amount') }}
