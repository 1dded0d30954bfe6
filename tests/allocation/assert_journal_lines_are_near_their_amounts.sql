-- Fails on every line that is booked a coin or more away from its exact amount, or not in whole coins.
with lines as (
    select
        journal.*,
        {{ smallest_unit('currencies.minor_units') }} as unit
    from {{ ref('fct_chargeback_journal') }} as journal
    left join {{ ref('currencies') }} as currencies on journal.currency = currencies.currency_code
)

select *
from lines
where
    (debit - credit) % unit != 0
    or (debit != 0 and credit != 0)
    or (
        pooled_into is null and cost_center_kind != 'pooled'
        and abs(debit - credit - exact_amount) >= unit
    )
