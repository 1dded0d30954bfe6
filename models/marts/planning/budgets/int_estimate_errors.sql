-- One row per scope of budgets, day and past day of its weekday: how far that day's estimate missed.
with forecasts as (
    select * from {{ ref('int_budget_forecasts') }}
),

days as (
    select * from {{ ref('int_budget_days') }}
),

-- What came of each estimate by a whole week or more, where all of it is over.
missed as (
    select
        forecasts.scope_key,
        forecasts.charge_date,
        forecasts.days_ahead,
        forecasts.expected_date,
        {{ ratio(
            'cast(later.daily_running - earlier.daily_running - forecasts.expected_running as double)',
            'forecasts.expected_running'
        ) }} as error
    from forecasts
    inner join days as earlier
        on forecasts.scope_key = earlier.scope_key and forecasts.charge_date = earlier.charge_date
    inner join days as later
        on forecasts.scope_key = later.scope_key and forecasts.expected_date = later.charge_date
    where forecasts.estimate_method != 'run_rate' and forecasts.expected_running > 0
),

-- Days to the end of the month, for which the band is asked.
asked as (
    select
        scope_key,
        charge_date,
        {{ days_between('charge_date', last_day_of_period('billing_period')) }} as days_ahead
    from days
)

select
    asked.scope_key,
    asked.charge_date,
    missed.error,
    row_number() over (
        partition by asked.scope_key, asked.charge_date order by missed.error
    ) as place,
    count(*) over (partition by asked.scope_key, asked.charge_date) as count_origins
from asked
inner join missed
    on
        asked.scope_key = missed.scope_key
        and asked.days_ahead = missed.days_ahead
        and {{ days_between('missed.charge_date', 'asked.charge_date') }} % 7 = 0
        and asked.charge_date >= missed.expected_date
