-- One row per line of any journal, exact, before it is booked in whole coins.
select * from {{ ref('int_journal_lines__accrual') }}
union all
select * from {{ ref('int_journal_lines__invoice') }}
union all
select * from {{ ref('int_journal_lines__prepayment') }}
union all
select * from {{ ref('int_journal_lines__amortisation') }}
union all
select * from {{ ref('int_journal_lines__reallocation') }}
union all
select * from {{ ref('int_journal_lines__reversal') }}
