-- Fails where a liability accrued and its corrections are not taken back to nothing once a later invoice is
-- there, or a line takes something back that no month accrued. What invoices differ by is cost.
{{ config(group='allocation') }}
with lines as (
    select * from {{ ref('fct_chargeback_journal') }}
),

liabilities as (
    select
        reference_period,
        source_name,
        legal_entity,
        currency,
        sum(debit - credit) as amount,
        max(case when reversal_of is not null then 1 else 0 end) as is_taken_back
    from lines
    where account_kind = 'accrued_liabilities'
    group by reference_period, source_name, legal_entity, currency
),

invoiced as (
    select distinct
        invoice_issuer_name,
        legal_entity,
        reference_period,
        billing_currency
    from {{ ref('int_invoices__dated') }}
    where posting_period > reference_period
)

select
    liabilities.reference_period,
    liabilities.source_name,
    liabilities.legal_entity,
    liabilities.currency,
    liabilities.amount
from liabilities
left join invoiced
    on
        liabilities.reference_period = invoiced.reference_period
        and liabilities.source_name = invoiced.invoice_issuer_name
        and liabilities.currency = invoiced.billing_currency
        and {{ same('liabilities.legal_entity', 'invoiced.legal_entity') }}
where
    case
        when invoiced.invoice_issuer_name is null then liabilities.is_taken_back = 1
        else {{ differs('liabilities.amount', '0') }}
    end
union all
select
    reversals.reference_period,
    reversals.source_name,
    reversals.legal_entity,
    reversals.currency,
    reversals.debit - reversals.credit as amount
from lines as reversals
left join lines as accrued on reversals.reversal_of = accrued.journal_line_id
left join {{ ref('int_closed_periods') }} as closed_periods
    on reversals.reference_period = closed_periods.billing_period
-- What a closed month did not accrue is a correction before it is taken back.
where
    reversals.reversal_of is not null and accrued.journal_line_id is null
    and closed_periods.billing_period is null
