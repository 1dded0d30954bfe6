-- One row per month, product, plan and currency: from how many requests on a customer of the plan costs more
-- than it pays.
with margins as (
    select
        *,
        platform_cost + shared_cost + spread_cost as fixed_cost
    from {{ ref('fct_customer_margin_monthly') }}
    where plan_name is not null and product is not null and revenue is not null
),

plans as (
    select
        billing_period,
        product,
        plan_name,
        currency,
        count(*) as count_customers,
        cast(sum(revenue) as decimal(38, 12)) as revenue,
        {{ sum_if_all('model_cost') }} as model_cost,
        {{ sum_if_all('fixed_cost') }} as fixed_cost,
        case when count(*) = count(count_attempts) then sum(count_attempts) end as count_attempts
    from margins
    group by billing_period, product, plan_name, currency
),

with_rates as (
    select
        *,
        {{ ratio('revenue', 'count_customers') }} as revenue_per_customer,
        {{ ratio('fixed_cost', 'count_customers') }} as fixed_cost_per_customer,
        {{ ratio('model_cost', 'count_attempts') }} as marginal_cost_per_attempt,
        {{ ratio('revenue - fixed_cost', 'count_customers') }} as left_for_use
    from plans
),

with_break_even as (
    select
        *,
        case when left_for_use > 0 then left_for_use / nullif(marginal_cost_per_attempt, 0) end
            as break_even_attempts
    from with_rates
),

above as (
    select
        with_break_even.billing_period,
        with_break_even.product,
        with_break_even.plan_name,
        with_break_even.currency,
        count(case when margins.gross_profit < 0 then 1 end) as count_customers_below_zero
    from with_break_even
    inner join margins
        on
            with_break_even.billing_period = margins.billing_period
            and with_break_even.plan_name = margins.plan_name
            and with_break_even.currency = margins.currency
            and coalesce(with_break_even.product, '') = coalesce(margins.product, '')
    group by
        with_break_even.billing_period, with_break_even.product, with_break_even.plan_name,
        with_break_even.currency
)

select
    with_break_even.billing_period,
    with_break_even.product,
    with_break_even.plan_name,
    with_break_even.currency,
    cast(with_break_even.count_customers as bigint) as count_customers,
    with_break_even.revenue_per_customer,
    with_break_even.fixed_cost_per_customer,
    with_break_even.marginal_cost_per_attempt,
    {{ ratio('with_break_even.count_attempts', 'with_break_even.count_customers') }} as attempts_per_customer,
    with_break_even.break_even_attempts,
    cast(above.count_customers_below_zero as bigint) as count_customers_below_zero,
    case
        when with_break_even.model_cost is null then 'cost_not_traced_to_customers'
        when with_break_even.left_for_use <= 0 then 'fixed_cost_above_revenue'
        when with_break_even.marginal_cost_per_attempt is null then 'no_requests'
        when with_break_even.marginal_cost_per_attempt = 0 then 'requests_cost_nothing'
    end as reason
from with_break_even
inner join above
    on
        with_break_even.billing_period = above.billing_period
        and with_break_even.plan_name = above.plan_name
        and with_break_even.currency = above.currency
        and coalesce(with_break_even.product, '') = coalesce(above.product, '')
