-- The factors hold all that is billed for tokens by the day.
select
    factors.billed_cost,
    matched.billed_cost as matched_cost
from (select sum(billed_cost) as billed_cost from {{ ref('rpt_bill_factors') }}) as factors
cross join (select sum(billed_cost) as billed_cost from {{ ref('fct_bill_match') }}) as matched
where {{ differs('factors.billed_cost', 'matched.billed_cost') }}
