-- One row per scope of budgets and day: sum of its last seven days, and their growth over the week before.
with weeks as (
    select
        scope_key,
        charge_date,
        days_known,
        daily_running,
        sum(daily_amount) over (
            partition by scope_key order by charge_date rows between 6 preceding and current row
        ) as last_week,
        sum(daily_amount) over (
            partition by scope_key order by charge_date rows between 13 preceding and 7 preceding
        ) as week_before
    from {{ ref('int_budget_days') }}
)

select
    scope_key,
    charge_date,
    days_known,
    daily_running,
    cast(last_week as decimal(38, 12)) as last_week,
    {{ weekly_growth('last_week', 'week_before', 'days_known') }} as weekly_growth,
    {{ estimate_method('days_known') }} as estimate_method
from weeks
