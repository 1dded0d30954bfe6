-- One row per month, product, customer and currency with revenue or cost of revenue: what is earned with it.
{%- set keys = ['billing_period', 'currency', 'product_key', 'customer_key'] %}
with revenue as (
    select * from {{ ref('int_revenue') }}
),

costs as (
    select
        *,
        cast(model_cost + platform_cost + shared_cost as decimal(28, 12)) as traced_cost,
        cast(model_cost + platform_cost + shared_cost + spread_cost as decimal(28, 12)) as total_cost
    from {{ ref('int_customer_costs') }}
),

products as (
    select
        billing_period,
        currency,
        product_key,
        bool_or(is_traced_to_customers) as is_traced_to_customers
    from costs
    group by billing_period, currency, product_key
),

paired as (
    select
        {% for key in keys %}
            coalesce(revenue.{{ key }}, costs.{{ key }}) as {{ key }},
        {% endfor %}
        revenue.plan_name,
        revenue.revenue,
        revenue.has_no_rate,
        costs.count_attempts,
        costs.model_cost,
        costs.platform_cost,
        costs.shared_cost,
        costs.spread_cost,
        costs.traced_cost,
        costs.total_cost
    from revenue
    full outer join costs
        on
            {% for key in keys %}
                revenue.{{ key }} = costs.{{ key }}
                and
            {% endfor %}
            true
),

-- Where requests or charges lead to a product's customers, one without any has cost nothing. Where they
-- lead to none, what a customer cost is not known.
known as (
    select
        paired.*,
        case
            when paired.total_cost is not null then paired.total_cost
            when products.is_traced_to_customers then 0
        end as known_cost,
        case
            when paired.total_cost is not null then paired.model_cost + paired.platform_cost
            when products.is_traced_to_customers then 0
        end as variable_cost,
        case
            when
                paired.customer_key = ''
                and paired.total_cost is not null
                and not products.is_traced_to_customers
                then 'not_traced_to_customers'
            when paired.revenue is null then 'no_revenue_recognised'
            when paired.customer_key = '' then 'customer_not_named'
            when paired.has_no_rate and paired.total_cost is null then 'no_exchange_rate'
            when products.product_key is null then 'product_without_cost_of_revenue'
            when paired.total_cost is null and not products.is_traced_to_customers
                then 'cost_not_traced_to_customers'
        end as reason
    from paired
    left join products
        on
            paired.billing_period = products.billing_period
            and paired.currency = products.currency
            and paired.product_key = products.product_key
)

select
    md5({{ identity(['billing_period', 'product_key', 'customer_key', 'currency']) }}) as customer_margin_id,
    billing_period,
    nullif(product_key, '') as product,
    nullif(customer_key, '') as customer,
    plan_name,
    currency,
    revenue,
    case when known_cost is not null then coalesce(count_attempts, 0) end as count_attempts,
    case when known_cost is not null then coalesce(model_cost, 0) end as model_cost,
    case when known_cost is not null then coalesce(platform_cost, 0) end as platform_cost,
    case when known_cost is not null then coalesce(shared_cost, 0) end as shared_cost,
    case when known_cost is not null then coalesce(spread_cost, 0) end as spread_cost,
    cast(known_cost as decimal(28, 12)) as total_cost,
    -- Revenue and cost of nobody are not of one another.
    case when customer_key != '' then cast(revenue - variable_cost as decimal(28, 12)) end
        as contribution_profit,
    case when customer_key != '' then cast(revenue - known_cost as decimal(28, 12)) end as gross_profit,
    case when customer_key != '' then {{ ratio('revenue - variable_cost', 'revenue') }} end
        as contribution_margin,
    case when customer_key != '' then {{ ratio('revenue - known_cost', 'revenue') }} end as gross_margin,
    {{ ratio('traced_cost', 'total_cost') }} as traced_part,
    reason
from known
