-- One row per scope of budgets and day: how its daily cost grows in a week, by the last four weeks.
with weeks as (
    select
        scope_key,
        charge_date,
        days_known,
        daily_running,
        sum(daily_amount) over (
            partition by scope_key order by charge_date rows between 13 preceding and current row
        ) as two_weeks,
        sum(daily_amount) over (
            partition by scope_key order by charge_date rows between 27 preceding and 14 preceding
        ) as two_before
    from {{ ref('int_budget_days') }}
)

select
    scope_key,
    charge_date,
    days_known,
    daily_running,
    {{ weekly_growth('two_weeks', 'two_before', 'days_known') }} as weekly_growth,
    {{ estimate_method('days_known') }} as estimate_method
from weeks
