-- One row per month, product and currency: recognised revenue, cost of revenue by part, and other cost.
{%- set parts = ['model', 'platform', 'shared'] %}
{%- set others = ['research', 'internal', 'sales'] %}
with costs as (
    select
        billing_period,
        currency,
        coalesce(product, '') as product_key,
        {% for part in parts %}
            cast(
                coalesce(
                    sum(case when cost_class = 'cost_of_revenue' and part = '{{ part }}' then amount end), 0
                ) as decimal(28, 12)
            ) as {{ part }}_cost,
        {% endfor %}
        {% for other in others %}
            cast(coalesce(sum(case when cost_class = '{{ other }}' then amount end), 0) as decimal(28, 12))
                as {{ other }}_cost,
        {% endfor %}
        cast(sum(amount) as decimal(28, 12)) as total_cost,
        count(case when cost_class = 'cost_of_revenue' then 1 end) as count_cost_of_revenue
    from {{ ref('int_product_costs') }}
    group by billing_period, currency, coalesce(product, '')
),

revenue as (
    select
        billing_period,
        currency,
        product_key,
        cast(sum(revenue) as decimal(28, 12)) as revenue,
        bool_or(has_no_rate) as has_no_rate
    from {{ ref('int_revenue') }}
    group by billing_period, currency, product_key
),

paired as (
    select
        coalesce(costs.billing_period, revenue.billing_period) as billing_period,
        coalesce(costs.currency, revenue.currency) as currency,
        coalesce(costs.product_key, revenue.product_key) as product_key,
        revenue.revenue,
        revenue.has_no_rate,
        {% for part in parts + others %}
            costs.{{ part }}_cost,
        {% endfor %}
        costs.total_cost,
        case
            when costs.count_cost_of_revenue > 0
                then cast(costs.model_cost + costs.platform_cost + costs.shared_cost as decimal(28, 12))
        end as cost_of_revenue
    from costs
    full outer join revenue
        on
            costs.billing_period = revenue.billing_period
            and costs.currency = revenue.currency
            and costs.product_key = revenue.product_key
)

select
    md5({{ identity(['billing_period', 'product_key', 'currency']) }}) as product_pnl_id,
    billing_period,
    nullif(product_key, '') as product,
    currency,
    revenue,
    {% for part in parts %}
        {{ part }}_cost,
    {% endfor %}
    cost_of_revenue,
    cast(
        case when cost_of_revenue is not null then revenue - model_cost - platform_cost end as decimal(28, 12)
    ) as contribution_profit,
    cast(revenue - cost_of_revenue as decimal(28, 12)) as gross_profit,
    case
        when cost_of_revenue is not null then {{ ratio('revenue - model_cost - platform_cost', 'revenue') }}
    end as contribution_margin,
    {{ ratio('revenue - cost_of_revenue', 'revenue') }} as gross_margin,
    {% for other in others %}
        {{ other }}_cost,
    {% endfor %}
    cast(
        total_cost - coalesce(cost_of_revenue, 0) - research_cost - internal_cost - sales_cost
        as decimal(28, 12)
    ) as unclassified_cost,
    total_cost,
    case
        when revenue is null then 'no_revenue_recognised'
        when has_no_rate and cost_of_revenue is null then 'no_exchange_rate'
        when cost_of_revenue is null then 'no_cost_of_revenue'
    end as reason
from paired
