-- One row per month, currency, product, customer, cost class and part: what a product costs, with its team's
-- shares of pools; what no product is named for has none.
with parts as (
    select * from {{ ref('int_product_costs__parts') }}
),

spread as (
    select * from {{ ref('int_product_costs__spread') }}
),

teams_with_products as (
    select distinct
        billing_period,
        currency,
        team
    from spread
),

kept as (
    select
        parts.billing_period,
        parts.currency,
        parts.product,
        parts.customer,
        parts.cost_class,
        parts.part,
        parts.amount
    from parts
    left join teams_with_products
        on
            parts.billing_period = teams_with_products.billing_period
            and parts.currency = teams_with_products.currency
            and case when parts.part = 'shared' and parts.product is null then parts.team end
            = teams_with_products.team
    where teams_with_products.team is null
),

united as (
    select * from kept
    union all
    select
        billing_period,
        currency,
        product,
        cast(null as varchar) as customer,
        nullif(cost_class_key, '') as cost_class,
        'shared' as part,
        shared_part as amount
    from spread
)

select
    billing_period,
    currency,
    product,
    customer,
    cost_class,
    part,
    cast(sum(amount) as decimal(28, 12)) as amount
from united
group by billing_period, currency, product, customer, cost_class, part
