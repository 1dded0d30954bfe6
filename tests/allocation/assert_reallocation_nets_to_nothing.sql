-- Fails where moving cost between cost centres of a legal entity makes or loses some.
select
    billing_period,
    legal_entity,
    currency,
    sum(debit - credit) as net
from {{ ref('fct_chargeback_journal') }}
where journal_type = 'reallocation'
group by billing_period, legal_entity, currency
having {{ differs('sum(debit - credit)', '0') }}
