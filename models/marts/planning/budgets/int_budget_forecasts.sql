-- One row per scope of budgets, day and day ahead (1 to 31): daily cost expected, and added up since the day.
with drift as (
    select * from {{ ref('int_budget_drift') }}
),

days as (
    select * from {{ ref('int_budget_days') }}
),

ahead as (
    select age_days as days_ahead
    from {{ ref('day_ages') }}
    where age_days between 1 and 31
),

-- The same weekday of the last seven days; with less than seven, the mean of what there is.
bases as (
    select
        drift.scope_key,
        drift.charge_date,
        drift.weekly_growth,
        drift.estimate_method,
        ahead.days_ahead,
        cast(case
            when drift.days_known >= 7 then days.daily_amount
            else {{ money_times('drift.daily_running', exact_rate(1, 'drift.days_known')) }}
        end as decimal(28, 12)) as base_amount
    from drift
    cross join ahead
    left join days
        on
            drift.scope_key = days.scope_key
            and drift.charge_date + cast((ahead.days_ahead - 1) % 7 - 6 as integer) = days.charge_date
)

select
    scope_key,
    charge_date,
    days_ahead,
    estimate_method,
    {% for name, amount in {
        'expected': money_times('base_amount', damped_drift('weekly_growth', 'days_ahead')),
        'naive': 'base_amount',
    }.items() %}
        cast(sum({{ amount }}) over (
            partition by scope_key, charge_date order by days_ahead
            rows between unbounded preceding and current row
        ) as decimal(38, 12)) as {{ name }}_running,
    {% endfor %}
    cast(charge_date + cast(days_ahead as integer) as date) as expected_date
from bases
