-- One row per leaf of cost and driver that did something to it, and its cost with its price, once.
{%- set drivers = {
    'scope_share': "'scope_mix'",
    'model_share': "'model_mix'",
    'tier_share': "'tier_mix'",
    'per_request': "'tokens_per_request'",
    'direction_share': "'output_share'",
    'cache_share': "'cache_share'",
    'reasoning_share': "'reasoning_share'",
    'tier_price': "'tier_price'",
    'contract': "'contract'",
    'billing': "'billing'",
    'fx': "'exchange_rate'",
    'volume': 'volume_driver',
} %}
with parts as (
    select * from {{ ref('int_bridge__parts') }}
)

-- The price is what every leaf has; of other factors only what did something is a row.
{% for part, driver in drivers.items() -%}
    select
        comparison_id, currency, team, product,
        {{ driver }} as driver,
        {{ part }} as amount,
        cast(0 as decimal(28, 12)) as cost_base,
        cast(0 as decimal(28, 12)) as cost_compared
    from parts
    where {{ part }} != 0
    union all
{% endfor -%}
select
    comparison_id, currency, team, product,
    price_driver as driver,
    price as amount,
    cost_base,
    cost_compared
from parts
