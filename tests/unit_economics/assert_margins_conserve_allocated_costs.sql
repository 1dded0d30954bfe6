-- Products, features and days of products hold all allocated cost with its restatements, customers all cost
-- of revenue and all recognised revenue, tolerance zero.
{{ config(group='unit_economics') }}

with allocated as (
    select
        billing_period,
        {{ margin_amount() }}
    from {{ ref('fct_allocated_costs') }}
    union all
    select
        posted_period as billing_period,
        {{ margin_amount() }}
    from {{ ref('fct_restatements') }}
),

revenue as (
    select
        revenue.billing_period,
        case when rates.fx_rate is not null then rates.reporting_currency else revenue.currency_code end
            as currency,
        coalesce({{ money_times('revenue.amount', 'rates.fx_rate') }}, revenue.amount) as amount
    from {{ ref('fct_revenue') }} as revenue
    left join {{ ref('fct_fx_rates') }} as rates
        on
            revenue.currency_code = rates.billing_currency
            and revenue.billing_period = rates.billing_period
            and rates.invoice_id is null
    where revenue.revenue_basis = 'recognised'
),

sides as (
    select 'allocated' as side, billing_period, currency, amount from allocated
    union all
    select 'products' as side, billing_period, currency, total_cost as amount
    from {{ ref('rpt_product_pnl') }}
    union all
    select 'features' as side, billing_period, currency, total_cost as amount
    from {{ ref('fct_feature_costs') }}
    union all
    select
        'days' as side,
        billing_period,
        currency,
        model_cost + platform_cost + shared_cost as amount
    from {{ ref('int_product_days') }}
    union all
    select 'days' as side, billing_period, currency, total_cost as amount
    from {{ ref('rpt_product_pnl') }}
    where product is null
    union all
    select 'cost of revenue' as side, billing_period, currency, cost_of_revenue as amount
    from {{ ref('rpt_product_pnl') }}
    union all
    select 'customers' as side, billing_period, currency, total_cost as amount
    from {{ ref('fct_customer_margin_monthly') }}
    union all
    select 'revenue' as side, billing_period, currency, amount from revenue
    union all
    select 'revenue of products' as side, billing_period, currency, revenue as amount
    from {{ ref('rpt_product_pnl') }}
    union all
    select 'revenue of customers' as side, billing_period, currency, revenue as amount
    from {{ ref('fct_customer_margin_monthly') }}
),

by_side as (
    select
        side,
        billing_period,
        currency,
        sum(amount) as amount
    from sides
    group by side, billing_period, currency
),

pairs as (
    {% for one, other in [
        ('allocated', 'products'), ('allocated', 'features'), ('allocated', 'days'),
        ('cost of revenue', 'customers'), ('revenue', 'revenue of products'), ('revenue', 'revenue of customers'),
    ] %}
        select
            '{{ one }} and {{ other }}' as sides,
            billing_period,
            currency,
            coalesce(sum(case when side = '{{ one }}' then amount end), 0) as one,
            coalesce(sum(case when side = '{{ other }}' then amount end), 0) as other
        from by_side
        group by billing_period, currency
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
)

select * from pairs
where one != other
