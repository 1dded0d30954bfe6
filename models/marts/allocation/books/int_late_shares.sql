-- One row per issuer, paying entity, billing period and currency with settled months before it.
with months as (
    select
        *,
        carried_known + paid_ahead as base
    from {{ ref('int_bill_months__with_invoices') }}
),

-- What of a bill comes late is known from the last three months that are settled.
earlier as (
    select
        months.invoice_issuer_name,
        months.legal_entity,
        months.billing_period,
        months.billing_currency,
        settled.base,
        settled.tax_known,
        settled.support_known,
        row_number() over (
            partition by
                months.invoice_issuer_name, months.legal_entity, months.billing_period,
                months.billing_currency
            order by settled.billing_period desc
        ) as newest_first
    from months
    inner join months as settled
        on
            months.invoice_issuer_name = settled.invoice_issuer_name
            and months.billing_currency = settled.billing_currency
            and coalesce(months.legal_entity, '') = coalesce(settled.legal_entity, '')
            and months.billing_period > settled.billing_period
    where settled.is_settled and settled.count_charges > 0
)

select
    invoice_issuer_name,
    legal_entity,
    billing_period,
    billing_currency,
    case
        when sum(tax_known) = 0 then 0 else {{ exact_rate('sum(tax_known)', 'sum(base)') }}
    end as tax_share,
    case
        when sum(support_known) = 0 then 0 else {{ exact_rate('sum(support_known)', 'sum(base)') }}
    end as support_share
from earlier
where newest_first <= 3
group by invoice_issuer_name, legal_entity, billing_period, billing_currency
