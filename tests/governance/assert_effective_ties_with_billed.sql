-- Fails where effective cost that is made here is not billed cost less the growth of prepayments, to the last
-- place, and where the journal's prepayments do not move by what purchases and use say, less the gap beside.
with identity as (
    select * from {{ ref('fct_tying_identity') }}
),

booked as (
    select
        source_name,
        reference_period,
        currency,
        sum(case when journal_type = 'amortisation' then -exact_amount else exact_amount end) as moved
    from {{ ref('fct_chargeback_journal') }}
    where
        (journal_type in ('prepayment', 'correction') and account_kind = 'prepaid')
        or (journal_type = 'amortisation' and account_kind = 'expense')
    group by source_name, reference_period, currency
)

select
    identity.*,
    booked.moved
from identity
full outer join booked
    on
        identity.invoice_issuer_name = booked.source_name
        and identity.billing_period = booked.reference_period
        and identity.billing_currency = booked.currency
where
    identity.billing_period is null
    or (identity.is_made_here and {{ differs('identity.gap', '0') }})
    or {{ differs(
        'identity.prepaid_bought - identity.prepaid_used - identity.gap', 'coalesce(booked.moved, 0)'
    ) }}
