-- One row per line of a charge that nobody owns, with what may name its owner and its money.
select
    allocated.allocated_cost_id,
    allocated.charge_id,
    allocated.provider_name,
    allocated.charge_date,
    allocated.billing_currency,
    allocated.reporting_currency,
    allocated.billed_cost,
    coalesce(allocated.effective_cost_reporting, allocated.billed_cost_reporting) as money,
    costs.api_key_id,
    costs.principal_id,
    costs.sub_account_id,
    costs.sub_account_name,
    costs.billing_account_id,
    costs.billing_account_name
from {{ ref('fct_allocated_costs') }} as allocated
left join {{ ref('fct_costs') }} as costs on allocated.charge_id = costs.charge_id
where
    allocated.charge_id is not null
    and (allocated.target_id = 'unallocated' or allocated.cost_part = 'unowned')
