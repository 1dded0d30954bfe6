-- One row per month, product and group of requests, and one for what no gateway saw: parts of the product's
-- cost, by what the requests cost.
{%- set parts = ['model', 'platform', 'shared'] %}
with costs as (
    select
        billing_period,
        currency,
        coalesce(product, '') as product_key,
        {% for part in parts %}
            cast(coalesce(sum(case when part = '{{ part }}' then amount end), 0) as decimal(28, 12))
                as {{ part }}_cost_of_product,
            cast(
                coalesce(
                    sum(case when part = '{{ part }}' and cost_class = 'cost_of_revenue' then amount end), 0
                ) as decimal(28, 12)
            ) as {{ part }}_revenue_cost_of_product,
        {% endfor %}
        count(*) as count_rows
    from {{ ref('int_product_costs') }}
    where customer is null
    group by billing_period, currency, coalesce(product, '')
),

request_groups as (
    select
        *,
        coalesce(product, '') as product_key
    from {{ ref('int_request_groups') }}
),

seen as (
    select
        billing_period,
        currency,
        product_key,
        sum(weight_cost) as seen_cost
    from request_groups
    group by billing_period, currency, product_key
),

-- What models cost beyond the requests that a gateway saw went past it.
unseen as (
    select
        costs.billing_period,
        costs.currency,
        costs.product_key,
        greatest(costs.model_cost_of_product - coalesce(seen.seen_cost, 0), 0) as weight_cost
    from costs
    left join seen
        on
            costs.billing_period = seen.billing_period
            and costs.currency = seen.currency
            and costs.product_key = seen.product_key
),

members as (
    select
        billing_period,
        currency,
        product_key,
        group_id,
        weight_cost
    from request_groups
    union all
    select
        billing_period,
        currency,
        product_key,
        'unseen' as group_id,
        weight_cost
    from unseen
),

weighed as (
    select
        members.*,
        {% for part in parts %}
            costs.{{ part }}_cost_of_product,
            costs.{{ part }}_revenue_cost_of_product,
        {% endfor %}
        -- Weights are read to six places: hundredths of a thousandth of a cent.
        cast(coalesce(members.weight_cost, 0) * 10000 as decimal(28, 6)) as weight
    from members
    inner join costs
        on
            members.billing_period = costs.billing_period
            and members.currency = costs.currency
            and members.product_key = costs.product_key
)

{{ apportion(
    'weighed',
    ['billing_period', 'currency', 'product_key', 'group_id'],
    {
        'model_cost_of_product': 'model_cost',
        'platform_cost_of_product': 'platform_cost',
        'shared_cost_of_product': 'shared_cost',
        'model_revenue_cost_of_product': 'model_revenue_cost',
        'platform_revenue_cost_of_product': 'platform_revenue_cost',
        'shared_revenue_cost_of_product': 'shared_revenue_cost',
    },
    'weight',
    ['billing_period', 'currency', 'product_key'],
    ['group_id'],
) }}
