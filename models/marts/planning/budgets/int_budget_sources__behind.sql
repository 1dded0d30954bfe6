-- One row per scope of budgets and month that lacks a source or pool of the month before.
with brought as (
    select
        scope_key,
        cost_source,
        {{ period_of('charge_date') }} as billing_period,
        sum(amount) as amount
    from {{ ref('int_budget_costs__daily') }}
    where cost_flow in ('daily', 'monthly')
    group by scope_key, cost_source, {{ period_of('charge_date') }}
)

select
    month_before.scope_key,
    {{ period_after('month_before.billing_period') }} as billing_period,
    cast(count(*) as bigint) as count_sources,
    cast(sum(month_before.amount) as decimal(38, 12)) as amount_before
from brought as month_before
left join brought as this_month
    on
        month_before.scope_key = this_month.scope_key
        and {{ same('month_before.cost_source', 'this_month.cost_source') }}
        and {{ period_after('month_before.billing_period') }} = this_month.billing_period
where this_month.scope_key is null and month_before.amount > 0
group by month_before.scope_key, {{ period_after('month_before.billing_period') }}
