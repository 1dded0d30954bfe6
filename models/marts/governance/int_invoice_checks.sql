-- One row per issuer, billing period, cause of a difference between invoice and charges, and currency.
with reconciliation as (
    select
        *,
        count(*) over (
            partition by invoice_issuer_name, billing_period, billing_currency
        ) as count_rows_checked
    from {{ ref('fct_invoice_reconciliation') }}
),

checks as (
    select
        'invoices' as source_name,
        invoice_issuer_name as delivery_scope,
        billing_period,
        'invoice_' || cause as rule,
        billing_currency,
        cast(count(*) as bigint) as count_rows,
        cast(max(count_rows_checked) as bigint) as count_rows_checked,
        cast(sum(abs(coalesce(invoiced_amount, 0) - coalesce(billed_cost, 0))) as decimal(38, 12)) as money,
        min(invoice_id) as example_detail
    from reconciliation
    where cause not in ('agrees', 'not_yet_invoiced')
    group by invoice_issuer_name, billing_period, billing_currency, cause
)

select * from checks
