-- One row per budgeted month and day whose expected path crosses the budget, with the day that it does.
select
    burn.budget_id,
    burn.as_of_date,
    min(paths.expected_date) as exhausted_on
from {{ ref('int_budget_burn') }} as burn
inner join {{ ref('int_budget_paths') }} as paths
    on burn.scope_key = paths.scope_key and burn.as_of_date = paths.charge_date
where
    burn.amount_to_date <= burn.amount
    and burn.amount_to_date + paths.expected_running > burn.amount
group by burn.budget_id, burn.as_of_date
union all
-- Already over: the day on which it was crossed.
select
    later.budget_id,
    later.as_of_date,
    min(earlier.as_of_date) as exhausted_on
from {{ ref('int_budget_burn') }} as later
inner join {{ ref('int_budget_burn') }} as earlier
    on later.budget_id = earlier.budget_id and later.as_of_date >= earlier.as_of_date
where later.amount_to_date > later.amount and earlier.amount_to_date > earlier.amount
group by later.budget_id, later.as_of_date
