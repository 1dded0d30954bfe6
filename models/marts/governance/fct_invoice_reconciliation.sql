-- One row per invoice and currency, and per group of charges that has no invoice.
with invoices as (
    select * from {{ ref('fct_invoices') }}
),

charges as (
    select * from {{ ref('int_invoiced_charges') }}
),

named_charges as (
    select
        invoice_issuer_name,
        invoice_id,
        billing_currency,
        min(billing_period) as billing_period,
        cast(sum(count_charges) as bigint) as count_charges,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(billed_tax) as decimal(38, 12)) as billed_tax
    from charges
    where invoice_id is not null
    group by invoice_issuer_name, invoice_id, billing_currency
),

-- Vendors whose data names no invoice: the charges of a period belong to the one invoice of that issuer,
-- period and currency.
unnamed_charges as (
    select * from charges
    where invoice_id is null
),

invoices_per_period as (
    select
        invoices.invoice_issuer_name,
        invoices.billing_period,
        invoices.billing_currency,
        min(invoices.invoice_id) as invoice_id,
        count(*) as count_invoices
    from invoices
    left join named_charges
        on
            invoices.invoice_issuer_name = named_charges.invoice_issuer_name
            and invoices.invoice_id = named_charges.invoice_id
            and invoices.billing_currency = named_charges.billing_currency
    where named_charges.invoice_id is null
    group by invoices.invoice_issuer_name, invoices.billing_period, invoices.billing_currency
),

matched_by_period as (
    select
        unnamed_charges.invoice_issuer_name,
        case
            when invoices_per_period.count_invoices = 1 then invoices_per_period.invoice_id
        end as invoice_id,
        unnamed_charges.billing_currency,
        unnamed_charges.billing_period,
        unnamed_charges.count_charges,
        unnamed_charges.billed_cost,
        unnamed_charges.billed_tax
    from unnamed_charges
    left join invoices_per_period
        on
            unnamed_charges.invoice_issuer_name = invoices_per_period.invoice_issuer_name
            and unnamed_charges.billing_period = invoices_per_period.billing_period
            and unnamed_charges.billing_currency = invoices_per_period.billing_currency
),

data_side as (
    select
        *,
        'invoice_id' as matched_by
    from named_charges
    union all
    select
        *,
        'billing_period' as matched_by
    from matched_by_period
),

both_sides as (
    select
        coalesce(invoices.invoice_issuer_name, data_side.invoice_issuer_name) as invoice_issuer_name,
        coalesce(
            invoices.invoice_id, data_side.invoice_id, 'not invoiced ' || data_side.billing_period
        ) as invoice_id,
        coalesce(invoices.billing_currency, data_side.billing_currency) as billing_currency,
        coalesce(invoices.billing_period, data_side.billing_period) as billing_period,
        invoices.invoice_date,
        invoices.total_amount as invoiced_amount,
        invoices.tax_amount as invoiced_tax,
        data_side.billed_cost,
        data_side.billed_tax,
        data_side.count_charges,
        case
            when invoices.invoice_id is not null and data_side.billed_cost is not null
                then data_side.matched_by
        end as matched_by,
        data_side.invoice_id is not null as is_invoice_named_in_data
    from invoices
    full outer join data_side
        on
            invoices.invoice_issuer_name = data_side.invoice_issuer_name
            and invoices.invoice_id = data_side.invoice_id
            and invoices.billing_currency = data_side.billing_currency
)

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
