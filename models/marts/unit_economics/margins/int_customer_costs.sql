-- One row per month, product, customer and currency: cost of revenue that requests or charges lead to, and
-- what of the product's rest is spread over its customers by it.
{%- set keys = ['billing_period', 'currency', 'product_key', 'customer_key'] %}
with traced as (
    select * from {{ ref('int_customer_costs__traced') }}
),

rests as (
    select
        billing_period,
        currency,
        product_key,
        cast(model_cost + platform_cost + shared_cost as decimal(28, 12)) as rest_cost
    from traced
    where customer_key = ''
),

weighed as (
    select
        traced.*,
        rests.rest_cost,
        traced.model_cost + traced.platform_cost + traced.shared_cost as weight
    from traced
    inner join rests
        on
            traced.billing_period = rests.billing_period
            and traced.currency = rests.currency
            and traced.product_key = rests.product_key
    where traced.customer_key != ''
),

spread as (
    {{ apportion(
        'weighed', keys, {'rest_cost': 'spread_cost'}, 'weight', ['billing_period', 'currency', 'product_key'],
        ['customer_key'],
    ) }}
),

products_with_customers as (
    select distinct
        billing_period,
        currency,
        product_key
    from spread
)

select
    {% for key in keys %}
        traced.{{ key }},
    {% endfor %}
    traced.count_attempts,
    traced.model_cost,
    traced.platform_cost,
    traced.shared_cost,
    cast(coalesce(spread.spread_cost, 0) as decimal(28, 12)) as spread_cost,
    products_with_customers.product_key is not null as is_traced_to_customers
from traced
left join spread
    on
        {% for key in keys %}
            traced.{{ key }} = spread.{{ key }}
            and
        {% endfor %}
        true
left join products_with_customers
    on
        traced.billing_period = products_with_customers.billing_period
        and traced.currency = products_with_customers.currency
        and traced.product_key = products_with_customers.product_key
where traced.customer_key != '' or products_with_customers.product_key is null
