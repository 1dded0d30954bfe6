-- Fails on every line of an accrual that later lines do not take back to nothing once an invoice is there, or
-- take back without one. Invoices take back the liability only: what they differ by is cost.
with lines as (
    select * from {{ ref('fct_chargeback_journal') }}
),

taken_back as (
    select
        reversal_of as journal_line_id,
        sum(debit - credit) as amount
    from lines
    where reversal_of is not null
    group by reversal_of
),

invoiced as (
    select distinct
        reference_period,
        source_name,
        legal_entity,
        currency
    from lines
    where journal_type in ('invoice', 'reversal') and billing_period > reference_period
)

select
    accrued.*,
    taken_back.amount
from lines as accrued
left join taken_back on accrued.journal_line_id = taken_back.journal_line_id
left join invoiced
    on
        accrued.reference_period = invoiced.reference_period
        and accrued.source_name = invoiced.source_name
        and accrued.currency = invoiced.currency
        and {{ same('accrued.legal_entity', 'invoiced.legal_entity') }}
where
    accrued.journal_type = 'accrual' and accrued.account_kind = 'accrued_liabilities'
    and case
        when invoiced.source_name is null then taken_back.amount is not null
        else {{ differs('taken_back.amount', 'accrued.credit') }}
    end
union all
select
    reversals.*,
    null as amount
from lines as reversals
left join lines as accrued on reversals.reversal_of = accrued.journal_line_id
where reversals.reversal_of is not null and accrued.journal_line_id is null
