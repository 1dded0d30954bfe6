-- One row per line of a charge that nobody owns, with what may name its owner and its money in the reporting currency.
select
    lines.allocated_cost_id,
    lines.charge_id,
    lines.provider_name,
    lines.charge_date,
    lines.billing_currency,
    lines.reporting_currency,
    lines.billed_cost,
    coalesce(lines.effective_cost_reporting, lines.billed_cost_reporting) as money,
    costs.api_key_id,
    costs.principal_id,
    costs.sub_account_id,
    costs.sub_account_name,
    costs.billing_account_id,
    costs.billing_account_name
from {{ ref('fct_allocated_costs') }} as lines
left join {{ ref('fct_costs') }} as costs on lines.charge_id = costs.charge_id
where lines.charge_id is not null and (lines.target_id = 'unallocated' or lines.cost_part = 'unowned')
