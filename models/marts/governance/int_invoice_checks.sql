-- One row per issuer, billing period, cause of a difference between invoice and charges, and currency.
with reconciliation as (
    select * from {{ ref('fct_invoice_reconciliation') }}
),

per_period as (
    select
        invoice_issuer_name,
        billing_period,
        billing_currency,
        count(*) as count_rows_checked
    from reconciliation
    group by invoice_issuer_name, billing_period, billing_currency
),

causes as (
    select
        invoice_issuer_name,
        billing_period,
        billing_currency,
        cause,
        count(*) as count_rows,
        sum(abs(coalesce(invoiced_amount, 0) - coalesce(billed_cost, 0))) as money,
        min(invoice_id) as example_detail
    from reconciliation
    where cause not in ('agrees', 'not_yet_invoiced')
    group by invoice_issuer_name, billing_period, billing_currency, cause
),

checks as (
    select
        'invoices' as source_name,
        causes.invoice_issuer_name as delivery_scope,
        causes.billing_period,
        'invoice_' || causes.cause as rule,
        causes.billing_currency,
        cast(causes.count_rows as bigint) as count_rows,
        cast(per_period.count_rows_checked as bigint) as count_rows_checked,
        cast(causes.money as decimal(38, 12)) as money,
        causes.example_detail
    from causes
    left join per_period
        on
            causes.invoice_issuer_name = per_period.invoice_issuer_name
            and not {{ differs('causes.billing_period', 'per_period.billing_period') }}
            and causes.billing_currency = per_period.billing_currency
)

select * from checks
