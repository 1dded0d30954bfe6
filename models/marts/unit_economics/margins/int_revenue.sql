-- One row per month, product, customer and currency: recognised revenue in the reporting currency, in its
-- own where no rate is known.
with revenue as (
    select
        revenue.*,
        rates.reporting_currency,
        {{ money_times('revenue.amount', 'rates.fx_rate') }} as amount_reporting
    from {{ ref('fct_revenue') }} as revenue
    left join {{ ref('fct_fx_rates') }} as rates
        on
            revenue.currency_code = rates.billing_currency
            and revenue.billing_period = rates.billing_period
            and rates.invoice_id is null
    where revenue.revenue_basis = 'recognised'
),

converted as (
    select
        billing_period,
        coalesce(product, '') as product_key,
        coalesce(customer, '') as customer_key,
        plan_name,
        case when amount_reporting is not null then reporting_currency else currency_code end as currency,
        coalesce(amount_reporting, amount) as amount,
        amount_reporting is null as has_no_rate
    from revenue
)

select
    billing_period,
    product_key,
    customer_key,
    currency,
    case when count(distinct plan_name) = 1 then max(plan_name) end as plan_name,
    bool_or(has_no_rate) as has_no_rate,
    cast(sum(amount) as decimal(28, 12)) as revenue
from converted
group by billing_period, product_key, customer_key, currency
