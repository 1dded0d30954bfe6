-- The days of a budgeted month have its budget, to the last place, and all its days.
select
    status.budget_id,
    sum(status.planned_for_day) as planned_amount,
    count(*) as count_days
from {{ ref('fct_budget_status') }} as status
group by status.budget_id, status.budget_amount, status.billing_period
having
    sum(status.planned_for_day) != status.budget_amount
    or max(status.planned_to_date) < status.budget_amount
    or count(*) != extract('day' from {{ last_day_of_period('status.billing_period') }})
