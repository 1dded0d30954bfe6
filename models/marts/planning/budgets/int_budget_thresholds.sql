-- One row per budgeted month: burn multiples from which it is watched and warned of, own, company's or ours.
with series as (
    select
        budget_id,
        scope_kind,
        coalesce(scope_value, '*') as scope_value,
        cast(billing_period || '-01' as date) as month_start
    from {{ ref('int_budget_series') }}
),

-- Ours are those of alerts on error budgets: fast burn on two short windows, slow burn on two long ones.
defaults as (
    select
        given.threshold_name,
        given.warning_value,
        given.breach_value
    from (
        values
        ('burn_multiple_1d', 3, 6), ('burn_multiple_3d', 2, 3),
        ('burn_multiple_7d', 1.1, 1.5), ('burn_multiple_28d', 1.05, 1.1)
    ) as given (threshold_name, warning_value, breach_value)
),

ranked as (
    select
        series.budget_id,
        defaults.threshold_name,
        coalesce(own.warning_value, of_company.warning_value, defaults.warning_value) as warning_value,
        coalesce(own.breach_value, of_company.breach_value, defaults.breach_value) as breach_value
    from series
    cross join defaults
    left join {{ ref('dim_threshold') }} as own
        on
            defaults.threshold_name = own.threshold_name
            and series.scope_kind = own.scope_kind
            and series.scope_value = own.scope_value
            and series.month_start >= own.valid_from
            and series.month_start < own.valid_to
    left join {{ ref('dim_threshold') }} as of_company
        on
            defaults.threshold_name = of_company.threshold_name
            and of_company.scope_kind = 'company'
            and series.month_start >= of_company.valid_from
            and series.month_start < of_company.valid_to
)

select
    budget_id,
    {% for days in [1, 3, 7, 28] %}
        max(case when threshold_name = 'burn_multiple_{{ days }}d' then warning_value end)
            as watch_{{ days }}d,
        max(case when threshold_name = 'burn_multiple_{{ days }}d' then breach_value end)
            as warn_{{ days }}d,
    {% endfor %}
    count(*) as count_thresholds
from ranked
group by budget_id
