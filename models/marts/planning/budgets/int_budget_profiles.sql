-- One row per budgeted month and weekday: its daily cost in the last whole weeks before, eight at most.
with series as (
    select * from {{ ref('int_budget_series') }}
),

days as (
    select * from {{ ref('int_budget_days') }}
),

spans as (
    select
        series.budget_id,
        series.scope_key,
        min(days.first_date) as first_date,
        least(
            cast(cast(series.billing_period || '-01' as date) - 1 as date), min(days.complete_until)
        ) as known_until
    from series
    inner join days on series.scope_key = days.scope_key
    group by series.budget_id, series.scope_key, series.billing_period
),

weeks as (
    select
        *,
        least(
            cast(
                floor(({{ days_between('first_date', 'known_until') }} + 1) / cast(7 as double)) as integer
            ),
            8
        ) as count_weeks
    from spans
)

select
    weeks.budget_id,
    weeks.scope_key,
    weeks.count_weeks,
    extract('isodow' from days.charge_date) as week_day,
    cast(sum(days.daily_amount) as decimal(38, 12)) as daily_amount
from weeks
inner join days
    on
        weeks.scope_key = days.scope_key
        and weeks.known_until >= days.charge_date
        and weeks.known_until - 7 * weeks.count_weeks < days.charge_date
where weeks.count_weeks >= 2
group by weeks.budget_id, weeks.scope_key, weeks.count_weeks, extract('isodow' from days.charge_date)
