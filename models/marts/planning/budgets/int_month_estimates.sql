-- One row per scope of budgets and complete day: month to date, and where it will land by three methods.
with days as (
    select
        *,
        cast(sum(amount) over month_so_far as decimal(38, 12)) as amount_to_date,
        cast(sum(credit_amount) over month_so_far as decimal(38, 12)) as credits_to_date,
        cast(sum(count_missing) over month_so_far as bigint) as count_missing_to_date,
        {{ days_between('charge_date', last_day_of_period('billing_period')) }} as days_left,
        {{ days_between(month_start('charge_date'), 'charge_date') }} + 1 as days_over
    from {{ ref('int_budget_days') }}
    window month_so_far as (
        partition by scope_key, billing_period order by charge_date
        rows between unbounded preceding and current row
    )
)

select
    days.scope_key, days.charge_date, days.billing_period, days.first_date, days.complete_until,
    days.days_known, days.days_left, days.days_over, days.amount, days.credit_amount, days.amount_to_date,
    days.credits_to_date, days.count_missing_to_date,
    coalesce(paths.estimate_method, 'month_is_over') as estimate_method,
    coalesce(paths.daily_running, 0) as daily_to_come,
    cast(days.amount_to_date + coalesce(paths.expected_running, 0) as decimal(38, 12)) as month_end_estimate,
    cast(
        days.amount_to_date + coalesce(paths.naive_daily_running + paths.monthly_running, 0)
        as decimal(38, 12)
    ) as naive_estimate,
    cast({{ money_times(
        'days.amount_to_date', exact_rate('days.days_over + days.days_left', 'days.days_over')
    ) }} as decimal(38, 12)) as run_rate_estimate
from days
left join {{ ref('int_budget_paths') }} as paths
    on
        days.scope_key = paths.scope_key
        and days.charge_date = paths.charge_date
        and days.days_left = paths.days_ahead
