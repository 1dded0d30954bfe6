-- One row per budgeted month and day: the part of the budget planned for it; parts add up to the budget.
with days as (
    select
        *,
        {{ each_day("billing_period || '-01'", last_day_of_period('billing_period')) }} as charge_date
    from {{ ref('int_budget_series') }}
),

-- Weekdays weigh as in the weeks before, monthly charges as in the month before; without weeks all alike.
weighed as (
    select
        days.budget_id,
        days.charge_date,
        days.amount,
        profiles.budget_id is not null as is_seasonal,
        cast(
            least(
                greatest(coalesce(profiles.daily_amount, 0), 0)
                + coalesce(profiles.count_weeks, 0) * greatest(coalesce(monthly.monthly_amount, 0), 0),
                cast(10000000000 as decimal(38, 12))
            ) as decimal(18, 6)
        ) as weight
    from days
    left join {{ ref('int_budget_profiles') }} as profiles
        on
            days.budget_id = profiles.budget_id
            and extract('isodow' from days.charge_date) = profiles.week_day
    left join {{ ref('int_budget_monthly__expected') }} as monthly
        on days.scope_key = monthly.scope_key and days.charge_date = monthly.expected_date
),

planned as (
    {{ apportion(
        'weighed', ['budget_id', 'charge_date', 'is_seasonal'], {'amount': 'planned_for_day'}, 'weight',
        ['budget_id'], ['charge_date']
    ) | indent(4) }}
)

select
    budget_id,
    charge_date,
    planned_for_day,
    case when is_seasonal then 'seasonal' else 'even' end as phasing,
    cast(sum(planned_for_day) over (
        partition by budget_id order by charge_date rows between unbounded preceding and current row
    ) as decimal(38, 12)) as planned_to_date
from planned
