-- One row per allocated row of cost, with the tags of its charge: accrual cost in the reporting currency, in
-- its own where no rate is known.
with allocated as (
    select
        billing_period,
        charge_id,
        provider_name,
        target_id,
        {{ margin_amount() }}
    from {{ ref('fct_allocated_costs') }}
)

select
    allocated.billing_period,
    allocated.provider_name,
    allocated.target_id,
    costs.tags,
    allocated.amount,
    allocated.currency
from allocated
left join {{ ref('fct_costs') }} as costs on allocated.charge_id = costs.charge_id
