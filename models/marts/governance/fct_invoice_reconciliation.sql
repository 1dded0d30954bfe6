-- One row per invoice and currency, and per issuer, period and currency of charges that have no invoice.
with invoices as (
    select
        *,
        cast(
            coalesce(total_amount, amount_before_tax + coalesce(tax_amount, 0)) as decimal(28, 12)
        ) as invoiced_amount
    from {{ ref('fct_invoices') }}
),

charges as (
    select * from {{ ref('int_invoiced_charges__matched') }}
),

-- Charges that could be on several invoices leave these invoices without charges.
unclear_periods as (
    select
        invoice_issuer_name,
        billing_period,
        billing_currency
    from charges
    where is_unclear
),

both_sides as (
    select
        coalesce(invoices.invoice_issuer_name, charges.invoice_issuer_name) as invoice_issuer_name,
        coalesce(
            invoices.invoice_id, charges.invoice_id, 'not invoiced ' || charges.open_period
        ) as invoice_id,
        coalesce(invoices.billing_currency, charges.billing_currency, 'unknown') as billing_currency,
        coalesce(invoices.billing_period, charges.billing_period) as billing_period,
        invoices.invoice_date,
        invoices.invoiced_amount,
        invoices.tax_amount as invoiced_tax,
        charges.billed_cost,
        charges.billed_tax,
        charges.count_charges,
        case when invoices.invoice_id is not null then charges.matched_by end as matched_by,
        invoices.invoice_id is not null as has_invoice,
        charges.invoice_id is not null as is_invoice_named_in_data,
        coalesce(charges.is_unclear, unclear_periods.billing_period is not null) as is_unclear
    from invoices
    full outer join charges
        on
            invoices.invoice_issuer_name = charges.invoice_issuer_name
            and invoices.invoice_id = charges.invoice_id
            and invoices.billing_currency = charges.billing_currency
    left join unclear_periods
        on
            invoices.invoice_issuer_name = unclear_periods.invoice_issuer_name
            and invoices.billing_period = unclear_periods.billing_period
            and invoices.billing_currency = unclear_periods.billing_currency
),

reconciled as (
    select
        invoice_issuer_name,
        invoice_id,
        billing_currency,
        billing_period,
        invoice_date,
        matched_by,
        invoiced_amount,
        billed_cost,
        cast(invoiced_amount - billed_cost as decimal(38, 12)) as difference,
        {{ reconciliation_cause() }} as cause,
        count_charges
    from both_sides
)

select * from reconciled
