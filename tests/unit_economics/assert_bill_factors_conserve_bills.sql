-- The factors hold all that is billed for tokens by the day.
with factors as (
    select sum(billed_cost) as billed_cost from {{ ref('rpt_bill_factors') }}
),

matched as (
    select sum(billed_cost) as billed_cost from {{ ref('fct_bill_match') }}
)

select
    factors.billed_cost,
    matched.billed_cost as matched_cost
from factors
cross join matched
where {{ differs('factors.billed_cost', 'matched.billed_cost') }}
