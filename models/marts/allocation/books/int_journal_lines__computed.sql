-- One row per line of any journal, as the books of every month would be now, closed months included.
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
