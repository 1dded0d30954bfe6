-- One row per day, product and currency: accrual cost of its models, its other charges and its part of pools,
-- which goes to the days of the month as the product's own cost stands.
with own as (
    select
        billing_period,
        charge_date,
        product,
        case when model_name is not null then 'model' else 'platform' end as part,
        {{ margin_amount() }}
    from {{ ref('fct_allocated_costs') }}
    where pool_id is null and product is not null
),

own_days as (
    select
        billing_period,
        charge_date,
        product,
        currency,
        cast(coalesce(sum(case when part = 'model' then amount end), 0) as decimal(28, 12)) as model_cost,
        cast(coalesce(sum(case when part = 'platform' then amount end), 0) as decimal(28, 12)) as platform_cost
    from own
    group by billing_period, charge_date, product, currency
),

shared as (
    select
        billing_period,
        product,
        currency,
        cast(sum(amount) as decimal(28, 12)) as shared_cost_of_month
    from {{ ref('int_product_costs') }}
    where part = 'shared' and product is not null
    group by billing_period, product, currency
),

weighed as (
    select
        own_days.*,
        own_days.model_cost + own_days.platform_cost as own_cost,
        coalesce(shared.shared_cost_of_month, 0) as shared_cost_of_month
    from own_days
    left join shared
        on
            own_days.billing_period = shared.billing_period
            and own_days.product = shared.product
            and own_days.currency = shared.currency
)

{{ apportion(
    'weighed',
    ['billing_period', 'charge_date', 'product', 'currency', 'model_cost', 'platform_cost'],
    {'shared_cost_of_month': 'shared_cost'},
    'own_cost',
    ['billing_period', 'product', 'currency'],
    ['charge_date'],
) }}
