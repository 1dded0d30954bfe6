-- Fails on every journal in which debit and credit differ, or exact amounts do not add up to nothing.
select
    journal_id,
    legal_entity,
    currency,
    sum(debit) as debit,
    sum(credit) as credit,
    sum(exact_amount) as exact_amount
from {{ ref('fct_chargeback_journal') }}
group by journal_id, legal_entity, currency
having
    {{ differs('sum(debit)', 'sum(credit)') }} or {{ differs('sum(exact_amount)', '0') }}
    or count(distinct currency) != 1
