-- One row per month, day, currency, team, product, customer, cost class and part of allocated cost with its
-- restatements: what models, what else of its own, and what shares of pools cost.
with allocated as (
    select
        billing_period, charge_date, pool_id, target_kind, target_id, team, product, customer, cost_class,
        model_name,
        {{ margin_amount() }}
    from {{ ref('fct_allocated_costs') }}
),

-- A restatement counts in the month in which it is posted; what its charge was for may be gone by now.
restated as (
    select
        restatements.posted_period as billing_period,
        cast(restatements.posted_period || '-01' as date) as charge_date,
        restatements.pool_id, restatements.target_kind, restatements.target_id,
        restatements.team, restatements.product, restatements.customer, restatements.cost_class,
        costs.model_name,
        {{ margin_amount('restatements') }}
    from {{ ref('fct_restatements') }} as restatements
    left join {{ ref('fct_costs') }} as costs on restatements.charge_id = costs.charge_id
),

united as (
    select * from allocated
    union all
    select * from restated
),

named as (
    select
        billing_period,
        charge_date,
        currency,
        team,
        case when target_kind = 'product' and target_id != 'unallocated' then target_id else product end
            as product,
        case when target_kind = 'customer' and target_id != 'unallocated' then target_id else customer end
            as customer,
        cost_class,
        case
            when pool_id is not null then 'shared'
            when model_name is not null then 'model'
            else 'platform'
        end as part,
        amount
    from united
)

select
    billing_period,
    charge_date,
    currency,
    team,
    product,
    customer,
    cost_class,
    part,
    cast(sum(amount) as decimal(28, 12)) as amount
from named
group by billing_period, charge_date, currency, team, product, customer, cost_class, part
