-- One row per issuer, paying entity, billing period and currency: what its bill will come to, part by part.
with months as (
    select * from {{ ref('int_bill_months__with_invoices') }}
),

shares as (
    select * from {{ ref('int_late_shares') }}
),

settings as (
    select * from {{ ref('int_books__settings') }}
),

-- A month that is settled holds its late items; another one gets the share they usually are, if that is more.
expected as (
    select
        months.*,
        settings.is_tax_recoverable,
        case when months.is_settled then months.carried_known else months.carried_expected end as carried,
        {{ expected_late('tax') }} as expected_tax,
        {{ expected_late('support') }} as expected_support,
        not months.is_settled and shares.tax_share is null as is_tax_unknown,
        not months.is_settled and shares.support_share is null as is_support_unknown
    from months
    cross join settings
    left join shares
        on
            months.invoice_issuer_name = shares.invoice_issuer_name
            and months.billing_period = shares.billing_period
            and months.billing_currency = shares.billing_currency
            and coalesce(months.legal_entity, '') = coalesce(shares.legal_entity, '')
)

select
    *,
    cast(carried + paid_ahead + expected_tax + expected_support as decimal(38, 12)) as expected_billed,
    case when is_tax_recoverable then expected_tax else 0 end as recoverable_tax,
    cast(
        carried + expected_support + case when is_tax_recoverable then 0 else expected_tax end
        as decimal(38, 12)
    ) as expected_expense,
    {{ prepaid_part('paid_ahead', 'net') }} as prepaid_invoiced,
    {{ prepaid_part('paid_ahead', 'net_in_period') }} as prepaid_invoiced_in_period
from expected
