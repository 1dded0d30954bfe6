-- One row per scope of budgets and day on which a monthly charge of the month before is expected again.
with monthly as (
    select
        scope_key,
        charge_date,
        {{ period_after('billing_period') }} as expected_period,
        monthly_amount
    from {{ ref('int_budget_days') }}
    where monthly_amount != 0
),

-- The 31st comes on the last day of a shorter month.
dated as (
    select
        scope_key,
        expected_period,
        least(
            cast(
                cast(expected_period || '-01' as date)
                + cast({{ days_between(month_start('charge_date'), 'charge_date') }} as integer) as date
            ),
            {{ last_day_of_period('expected_period') }}
        ) as expected_date,
        monthly_amount
    from monthly
)

select
    scope_key,
    expected_period,
    expected_date,
    cast(sum(monthly_amount) as decimal(38, 12)) as monthly_amount
from dated
group by scope_key, expected_period, expected_date
