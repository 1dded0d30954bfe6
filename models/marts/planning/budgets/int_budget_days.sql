-- One row per scope of budgets and day from its first cost to its last complete day, days without cost too.
with costs as (
    select * from {{ ref('int_budget_costs__daily') }}
),

scopes as (
    select distinct scope_key, scope_kind, scope_value
    from {{ ref('int_budget_series') }}
),

spans as (
    select
        scopes.scope_key,
        min(costs.charge_date) as first_date,
        max(coalesce(of_provider.complete_until, of_all.complete_until)) as complete_until
    from scopes
    inner join costs on scopes.scope_key = costs.scope_key
    inner join {{ ref('int_provider_clocks') }} as of_all on of_all.provider_name is null
    left join {{ ref('int_provider_clocks') }} as of_provider
        on
            case when scopes.scope_kind = 'provider' then scopes.scope_value end = of_provider.provider_name
    group by scopes.scope_key
),

days as (
    select
        scope_key,
        first_date,
        complete_until,
        {{ each_day('first_date', 'complete_until') }} as charge_date
    from spans
    where first_date <= complete_until
),

amounts as (
    select
        days.*,
        {% for flow in ['daily', 'monthly', 'one_time', 'credit'] %}
            coalesce(sum(case when costs.cost_flow = '{{ flow }}' then costs.amount end), 0)
                as {{ flow }}_amount,
        {% endfor %}
        coalesce(sum(costs.count_missing), 0) as count_missing
    from days
    left join costs on days.scope_key = costs.scope_key and days.charge_date = costs.charge_date
    group by days.scope_key, days.first_date, days.complete_until, days.charge_date
)

select
    scope_key, first_date, complete_until, charge_date, {{ period_of('charge_date') }} as billing_period,
    {{ days_between('first_date', 'charge_date') }} + 1 as days_known,
    {% for flow in ['daily', 'monthly', 'one_time', 'credit'] %}
        cast({{ flow }}_amount as decimal(38, 12)) as {{ flow }}_amount,
    {% endfor %}
    cast(daily_amount + monthly_amount + one_time_amount as decimal(38, 12)) as amount,
    cast(sum(daily_amount) over (
        partition by scope_key order by charge_date rows between unbounded preceding and current row
    ) as decimal(38, 12)) as daily_running,
    cast(count_missing as bigint) as count_missing
from amounts
