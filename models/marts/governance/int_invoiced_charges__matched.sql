-- One row per issuer, invoice that charges name or are matched with, or open billing period, and currency.
with invoices as (
    select * from {{ ref('fct_invoices') }}
),

charges as (
    select * from {{ ref('int_invoiced_charges') }}
),

-- Invoices that no charge names may be those of vendors whose data has no invoice ids.
open_invoices as (
    select * from invoices
    where not exists (
        select 1 from charges
        where
            charges.invoice_issuer_name = invoices.invoice_issuer_name
            and charges.invoice_id = invoices.invoice_id
            and charges.billing_currency = invoices.billing_currency
    )
),

-- The one open invoice of issuer, period and currency; where there are several that of the paying account.
unnamed as (
    select
        charges.invoice_issuer_name,
        charges.billing_account_id,
        charges.billing_period,
        charges.billing_currency,
        charges.count_charges,
        charges.billed_cost,
        charges.billed_tax,
        count(open_invoices.invoice_id) as count_candidates,
        min(open_invoices.invoice_id) as first_candidate,
        count(open_invoices.invoice_id) filter (
            where open_invoices.billing_account_id = charges.billing_account_id
        ) as count_of_account,
        min(open_invoices.invoice_id) filter (
            where open_invoices.billing_account_id = charges.billing_account_id
        ) as first_of_account
    from charges
    left join open_invoices
        on
            charges.invoice_issuer_name = open_invoices.invoice_issuer_name
            and charges.billing_period = open_invoices.billing_period
            and charges.billing_currency = open_invoices.billing_currency
    where charges.invoice_id is null
    group by
        charges.invoice_issuer_name,
        charges.billing_account_id,
        charges.billing_period,
        charges.billing_currency,
        charges.count_charges,
        charges.billed_cost,
        charges.billed_tax
),

united as (
    select
        invoice_issuer_name,
        invoice_id,
        billing_period,
        billing_currency,
        count_charges,
        billed_cost,
        billed_tax,
        'invoice_id' as matched_by,
        false as is_unclear
    from charges
    where invoice_id is not null
    union all
    select
        invoice_issuer_name,
        case
            when count_candidates = 1 then first_candidate
            when count_of_account = 1 then first_of_account
        end as invoice_id,
        billing_period,
        billing_currency,
        count_charges,
        billed_cost,
        billed_tax,
        'billing_period' as matched_by,
        count_candidates > 1 and count_of_account != 1 as is_unclear
    from unnamed
),

matched as (
    select
        invoice_issuer_name,
        invoice_id,
        case when invoice_id is null then billing_period end as open_period,
        billing_currency,
        matched_by,
        min(billing_period) as billing_period,
        bool_or(is_unclear) as is_unclear,
        cast(sum(count_charges) as bigint) as count_charges,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(billed_tax) as decimal(38, 12)) as billed_tax
    from united
    group by
        invoice_issuer_name,
        invoice_id,
        case when invoice_id is null then billing_period end,
        billing_currency,
        matched_by
)

select * from matched
