-- One row per scope of budgets, day of the month (5, 10, 20) and method: how far month-end estimates missed.
with estimates as (
    select * from {{ ref('int_month_estimates') }}
),

-- Months that are over and were seen whole.
ended as (
    select
        scope_key,
        billing_period,
        amount_to_date as final_amount
    from estimates
    where
        charge_date = {{ last_day_of_period('billing_period') }}
        and first_date <= cast(billing_period || '-01' as date)
),

scopes as (
    select distinct
        scope_key, budget_name, scope_kind, coalesce(scope_value, '*') as scope_value, cost_basis,
        currency_code as currency
    from {{ ref('int_budget_series') }}
),

by_method as (
    {% for method, estimate in {
        'damped_drift': 'month_end_estimate', 'seasonal_naive': 'naive_estimate', 'run_rate': 'run_rate_estimate',
    }.items() %}
        {{ 'union all' if not loop.first }}
        select
            estimates.scope_key,
            estimates.days_over,
            '{{ method }}' as estimate_method,
            ended.final_amount,
            estimates.{{ estimate }} - ended.final_amount as error
        from estimates
        inner join ended
            on estimates.scope_key = ended.scope_key and estimates.billing_period = ended.billing_period
        where estimates.days_over in (5, 10, 20)
    {% endfor %}
)

select
    scopes.budget_name, scopes.scope_kind, scopes.scope_value, scopes.cost_basis, scopes.currency,
    by_method.days_over as day_of_month,
    by_method.estimate_method,
    cast(count(*) as bigint) as count_months,
    cast(sum(by_method.final_amount) as decimal(38, 12)) as actual_amount,
    cast(sum(abs(by_method.error)) as decimal(38, 12)) as absolute_error_amount,
    cast(sum(by_method.error) as decimal(38, 12)) as error_amount,
    {{ ratio('sum(abs(by_method.error))', 'sum(abs(by_method.final_amount))') }} as wape,
    {{ ratio('sum(by_method.error)', 'sum(abs(by_method.final_amount))') }} as bias
from by_method
inner join scopes on by_method.scope_key = scopes.scope_key
group by
    scopes.budget_name, scopes.scope_kind, scopes.scope_value, scopes.cost_basis, scopes.currency,
    by_method.days_over, by_method.estimate_method
