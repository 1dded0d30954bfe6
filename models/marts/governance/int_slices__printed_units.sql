-- One row per slice of charges: the last decimal place in which its list and contracted costs are printed.
with costs as (
    select * from {{ ref('fct_costs') }}
)

select
    slice_id,
    {{ printed_unit('list_cost') }} as list_cost_unit,
    {{ printed_unit('contracted_cost') }} as contracted_cost_unit
from costs
group by slice_id
