-- One row per day, source or pool, target, currency and flow of cost: cost as teams and others bear it.
with allocated as (
    select * from {{ ref('fct_allocated_costs') }}
),

pool_flows as (
    select
        pool_id,
        cost_part,
        {{ cost_flow(
            'count(distinct charge_date)', 'count(distinct billing_period)', 'min(charge_date)', 'max(charge_date)'
        ) }} as cost_flow
    from allocated
    where charge_id is null
    group by pool_id, cost_part
),

with_flow as (
    select
        allocated.*,
        case
            when allocated.charge_id is null then pool_flows.cost_flow
            when allocated.charge_category = 'Credit' then 'credit'
            when allocated.charge_category = 'Usage' then 'daily'
            else flows.cost_flow
        end as cost_flow
    from allocated
    left join {{ ref('int_charge_flows') }} as flows on allocated.charge_id = flows.charge_id
    left join pool_flows
        on
            {{ same('allocated.pool_id', 'pool_flows.pool_id') }}
            and {{ same('allocated.cost_part', 'pool_flows.cost_part') }}
)

select
    charge_date,
    coalesce(pool_name, source_name) as cost_source,
    coalesce(team, target_id) as team,
    product,
    customer,
    environment,
    cost_class,
    billing_currency,
    cost_flow,
    {{ planning_sums('with_flow') }}
from with_flow
group by
    charge_date, coalesce(pool_name, source_name), coalesce(team, target_id), product, customer, environment,
    cost_class, billing_currency, cost_flow
