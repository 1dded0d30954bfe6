-- One row per issuer, paying entity, billing period and currency of charges or invoices: what both know.
with months as (
    select * from {{ ref('int_bill_months') }}
),

invoices as (
    select * from {{ ref('int_invoices__dated') }}
),

invoiced as (
    select
        invoice_issuer_name,
        legal_entity,
        reference_period as billing_period,
        billing_currency,
        cast(count(*) as bigint) as count_invoices,
        cast(sum(invoiced) as decimal(38, 12)) as invoiced,
        cast(sum(invoiced) filter (where posting_period <= reference_period) as decimal(38, 12))
            as invoiced_in_period,
        cast(coalesce(sum(invoiced - recoverable_tax), 0) as decimal(38, 12)) as net,
        cast(
            coalesce(sum(invoiced - recoverable_tax) filter (where posting_period <= reference_period), 0)
            as decimal(38, 12)
        ) as net_in_period
    from invoices
    group by invoice_issuer_name, legal_entity, reference_period, billing_currency
)

select
    coalesce(months.invoice_issuer_name, invoiced.invoice_issuer_name) as invoice_issuer_name,
    coalesce(months.legal_entity, invoiced.legal_entity) as legal_entity,
    coalesce(months.billing_period, invoiced.billing_period) as billing_period,
    coalesce(months.billing_currency, invoiced.billing_currency) as billing_currency,
    {% for amount in [
        'billed_known', 'paid_ahead', 'drawn', 'carried_known', 'tax_known', 'support_known', 'carried_expected',
    ] %}
        coalesce(months.{{ amount }}, 0) as {{ amount }},
    {% endfor %}
    coalesce(months.count_charges, 0) as count_charges,
    months.known_until,
    coalesce(months.is_growth_unknown, false) as is_growth_unknown,
    coalesce(months.is_final, true) or invoiced.count_invoices is not null as is_settled,
    coalesce(invoiced.count_invoices, 0) as count_invoices,
    invoiced.invoiced,
    invoiced.invoiced_in_period,
    coalesce(invoiced.net, 0) as net,
    coalesce(invoiced.net_in_period, 0) as net_in_period
from months
full outer join invoiced
    on
        months.invoice_issuer_name = invoiced.invoice_issuer_name
        and months.billing_period = invoiced.billing_period
        and months.billing_currency = invoiced.billing_currency
        and coalesce(months.legal_entity, '') = coalesce(invoiced.legal_entity, '')
