-- One row per invoice and currency, with who pays it, the month it is for and the month it is posted in.
with invoices as (
    select
        *,
        coalesce(billing_period, {{ period_of('invoice_date') }}, 'unknown') as reference_period,
        coalesce({{ period_of('invoice_date') }}, billing_period, 'unknown') as posting_period,
        cast(
            coalesce(total_amount, amount_before_tax + coalesce(tax_amount, 0)) as decimal(28, 12)
        ) as invoiced,
        cast(coalesce(tax_amount, total_amount - amount_before_tax, 0) as decimal(28, 12)) as tax
    from {{ ref('fct_invoices') }}
),

accounts as (
    select * from {{ ref('dim_billing_account') }}
),

-- The entity that all charges of an account, or else of an issuer in a currency, agree on.
payers_of_accounts as (
    select
        invoice_issuer_name,
        billing_account_id,
        case when count(distinct coalesce(legal_entity, '')) = 1 then min(legal_entity) end as legal_entity
    from {{ ref('int_billed_days') }}
    where billing_account_id is not null
    group by invoice_issuer_name, billing_account_id
),

payers_of_issuers as (
    select
        invoice_issuer_name,
        billing_currency,
        case when count(distinct coalesce(legal_entity, '')) = 1 then min(legal_entity) end as legal_entity
    from {{ ref('int_billed_days') }}
    group by invoice_issuer_name, billing_currency
),

settings as (
    select * from {{ ref('int_books__settings') }}
)

select
    invoices.invoice_issuer_name,
    invoices.invoice_id,
    invoices.billing_currency,
    coalesce(
        accounts.legal_entity, payers_of_accounts.legal_entity, payers_of_issuers.legal_entity
    ) as legal_entity,
    invoices.reference_period,
    invoices.posting_period,
    invoices.invoiced,
    case when settings.is_tax_recoverable then invoices.tax else 0 end as recoverable_tax
from invoices
cross join settings
left join accounts
    on
        invoices.invoice_issuer_name = accounts.provider_name
        and invoices.billing_account_id = accounts.billing_account_id
        and coalesce(invoices.invoice_date, date '9999-12-30') >= accounts.valid_from
        and coalesce(invoices.invoice_date, date '9999-12-30') < accounts.valid_to
left join payers_of_accounts
    on
        invoices.invoice_issuer_name = payers_of_accounts.invoice_issuer_name
        and invoices.billing_account_id = payers_of_accounts.billing_account_id
left join payers_of_issuers
    on
        invoices.invoice_issuer_name = payers_of_issuers.invoice_issuer_name
        and invoices.billing_currency = payers_of_issuers.billing_currency
