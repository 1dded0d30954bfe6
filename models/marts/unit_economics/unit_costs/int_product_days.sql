-- One row per day, product and currency: accrual cost of its models, its other charges and its part of pools,
-- which goes to the days of the month as the product's own cost stands.
with own_days as (
    select
        billing_period,
        charge_date,
        product,
        currency,
        cast(coalesce(sum(case when part = 'model' then amount end), 0) as decimal(28, 12)) as model_cost,
        cast(coalesce(sum(case when part = 'platform' then amount end), 0) as decimal(28, 12))
            as platform_cost
    from {{ ref('int_product_costs__parts') }}
    where part != 'shared' and product is not null
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

-- A product with nothing of its own has its part of pools on the first day.
days as (
    select * from own_days
    union all
    select
        shared.billing_period,
        cast(shared.billing_period || '-01' as date) as charge_date,
        shared.product,
        shared.currency,
        cast(0 as decimal(28, 12)) as model_cost,
        cast(0 as decimal(28, 12)) as platform_cost
    from shared
    left join own_days
        on
            shared.billing_period = own_days.billing_period
            and shared.product = own_days.product
            and shared.currency = own_days.currency
    where own_days.product is null
),

weighed as (
    select
        days.*,
        days.model_cost + days.platform_cost as own_cost,
        coalesce(shared.shared_cost_of_month, 0) as shared_cost_of_month
    from days
    left join shared
        on
            days.billing_period = shared.billing_period
            and days.product = shared.product
            and days.currency = shared.currency
)

{{ apportion(
    'weighed',
    ['billing_period', 'charge_date', 'product', 'currency', 'model_cost', 'platform_cost'],
    {'shared_cost_of_month': 'shared_cost'},
    'own_cost',
    ['billing_period', 'product', 'currency'],
    ['charge_date'],
) }}
