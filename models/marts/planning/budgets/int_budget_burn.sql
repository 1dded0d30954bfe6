-- One row per budgeted month and complete day of it: plan and cost of the day and of the days before it.
with daily as (
    select
        series.*,
        planned.charge_date,
        planned.planned_for_day,
        planned.planned_to_date,
        planned.phasing,
        estimates.complete_until,
        estimates.amount as actual_for_day,
        estimates.amount_to_date,
        estimates.credits_to_date,
        estimates.count_missing_to_date,
        estimates.month_end_estimate,
        estimates.estimate_method,
        estimates.daily_to_come,
        estimates.days_left
    from {{ ref('int_budget_series') }} as series
    inner join {{ ref('int_budget_plan') }} as planned on series.budget_id = planned.budget_id
    left join {{ ref('int_month_estimates') }} as estimates
        on series.scope_key = estimates.scope_key and planned.charge_date = estimates.charge_date
)

-- A window is blank where a day of it had no budget or no cost yet.
select
    *,
    {% for days in [1, 3, 7, 28] %}
        case
            when
                count(actual_for_day) {{ over_days(days) }} = {{ days }}
                and {{ days_between('min(charge_date) ' ~ over_days(days), 'charge_date') }} = {{ days - 1 }}
                then
                    {{ ratio(
                        'sum(actual_for_day) ' ~ over_days(days), 'sum(planned_for_day) ' ~ over_days(days)
                    ) }}
        end as burn_multiple_{{ days }}d,
    {% endfor %}
    charge_date as as_of_date
from daily
