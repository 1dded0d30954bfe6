-- One row per month, currency, team, product and cost class that bears a part of what pools gave the team.
with parts as (
    select * from {{ ref('int_product_costs__parts') }}
),

team_shares as (
    select
        billing_period,
        currency,
        team,
        cast(sum(amount) as decimal(28, 12)) as shared_amount
    from parts
    where part = 'shared' and product is null and team is not null
    group by billing_period, currency, team
),

products as (
    select
        billing_period,
        currency,
        team,
        product,
        coalesce(cost_class, '') as cost_class_key,
        cast(sum(amount) as decimal(28, 12)) as own_amount
    from parts
    where part != 'shared' and product is not null
    group by billing_period, currency, team, product, coalesce(cost_class, '')
),

-- A share of a team goes to its products as their own cost stands.
weighed as (
    select
        products.billing_period,
        products.currency,
        products.team,
        products.product,
        products.cost_class_key,
        products.own_amount,
        team_shares.shared_amount
    from products
    inner join team_shares
        on
            products.billing_period = team_shares.billing_period
            and products.currency = team_shares.currency
            and products.team = team_shares.team
)

{{ apportion(
    'weighed',
    ['billing_period', 'currency', 'team', 'product', 'cost_class_key'],
    {'shared_amount': 'shared_part'},
    'own_amount',
    ['billing_period', 'currency', 'team'],
    ['product', 'cost_class_key'],
) }}
