-- Fails on every pool of small lines that does not book what its lines add up to, within a coin.
with lines as (
    select * from {{ ref('fct_chargeback_journal') }}
),

pooled as (
    select
        pooled_into as journal_line_id,
        sum(exact_amount) as amount,
        sum(debit + credit) as booked
    from lines
    where pooled_into is not null
    group by pooled_into
)

select
    pooled.*,
    pools.debit,
    pools.credit
from pooled
left join lines as pools on pooled.journal_line_id = pools.journal_line_id
where pooled.booked != 0 or coalesce(abs(pools.debit - pools.credit - pooled.amount) >= 1, true)
