-- One row per budget, version, scope, month, currency, basis (budget_id) and day of the month.
with newest as (
    {{ newest_data_day() | indent(4) }}
),

burn as (
    select
        burn.*,
        newest.charge_date as newest_date,
        {% for days in [1, 3, 7, 28] %}
            thresholds.watch_{{ days }}d,
            thresholds.warn_{{ days }}d,
        {% endfor %}
        bands.count_origins,
        coalesce(behind.amount_before, 0) as amount_behind,
        case
            when burn.days_left = 0 then burn.month_end_estimate
            when bands.count_origins is not null
                then
                    burn.month_end_estimate
                    + {{ money_times('burn.daily_to_come', 'least(bands.lowest_error, 0)') }}
        end as lowest_estimate,
        case
            when burn.days_left = 0 then burn.month_end_estimate
            when bands.count_origins is not null
                then
                    burn.month_end_estimate
                    + {{ money_times('burn.daily_to_come', 'greatest(bands.highest_error, 0)') }}
        end as highest_estimate,
        exhaustion.exhausted_on
    from {{ ref('int_budget_burn') }} as burn
    inner join {{ ref('int_budget_thresholds') }} as thresholds on burn.budget_id = thresholds.budget_id
    left join {{ ref('int_estimate_bands') }} as bands
        on burn.scope_key = bands.scope_key and burn.as_of_date = bands.charge_date
    left join {{ ref('int_budget_sources__behind') }} as behind
        on burn.scope_key = behind.scope_key and burn.billing_period = behind.billing_period
    left join {{ ref('int_budget_exhaustion') }} as exhaustion
        on burn.budget_id = exhaustion.budget_id and burn.as_of_date = exhaustion.as_of_date
    cross join newest
)

select
    budget_id, as_of_date, budget_name, budget_version, budget_status as version_status, is_current_version,
    scope_kind,
    coalesce(scope_value, '*') as scope_value,
    billing_period, currency_code as currency, cost_basis, owner_name, initiative,
    cast(amount as decimal(38, 12)) as budget_amount,
    cast(planned_for_day as decimal(38, 12)) as planned_for_day,
    planned_to_date, phasing,
    actual_for_day,
    amount_to_date as actual_to_date,
    credits_to_date,
    complete_until,
    cast(amount_behind as decimal(38, 12)) as amount_behind,
    month_end_estimate,
    cast(lowest_estimate as decimal(38, 12)) as lowest_estimate,
    cast(highest_estimate as decimal(38, 12)) as highest_estimate,
    estimate_method,
    case
        when amount_to_date is null then 'no_complete_day'
        when days_left = 0 then null
        when count_origins is null then 'fewer_than_nine_past_estimates'
    end as band_missing_reason,
    {% for days in [1, 3, 7, 28] %}
        burn_multiple_{{ days }}d,
    {% endfor %}
    exhausted_on,
    case
        when exhausted_on is not null then greatest({{ days_between('as_of_date', 'exhausted_on') }}, 0)
    end as days_to_exhaustion,
    {{ budget_status('burn') }} as status,
    case
        when complete_until is null and amount_to_date is null and as_of_date <= newest_date
            then 'no_cost_of_scope'
        when amount_to_date is null then 'day_not_complete'
        when amount_behind > 0 then 'lacks_sources_of_the_month_before'
        when count_missing_to_date > 0 then 'lacks_charges_without_measure_or_rate'
    end as reason,
    coalesce(as_of_date = max(case when amount_to_date is not null then as_of_date end) over (
        partition by budget_id
    ), false) as is_newest
from burn
