-- One row per scope of budgets, day and day ahead in its month: all cost expected since, days and months.
with forecasts as (
    select * from {{ ref('int_budget_forecasts') }}
    where {{ period_of('charge_date') }} = {{ period_of('expected_date') }}
)

select
    forecasts.scope_key,
    forecasts.charge_date,
    forecasts.days_ahead,
    forecasts.expected_date,
    forecasts.estimate_method,
    forecasts.expected_running as daily_running,
    forecasts.naive_running as naive_daily_running,
    cast(coalesce(sum(monthly.monthly_amount) over path, 0) as decimal(38, 12)) as monthly_running,
    cast(
        forecasts.expected_running + coalesce(sum(monthly.monthly_amount) over path, 0) as decimal(38, 12)
    ) as expected_running
from forecasts
left join {{ ref('int_budget_monthly__expected') }} as monthly
    on
        forecasts.scope_key = monthly.scope_key
        and forecasts.expected_date = monthly.expected_date
window path as (
    partition by forecasts.scope_key, forecasts.charge_date order by forecasts.days_ahead
    rows between unbounded preceding and current row
)
