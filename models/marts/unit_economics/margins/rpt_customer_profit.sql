-- One row per month, customer and currency: its profit, and the running sum from the most profitable one on
-- (the whale curve).
with margins as (
    select
        billing_period,
        customer,
        currency,
        cast(sum(revenue) as decimal(28, 12)) as revenue,
        cast({{ sum_if_all('total_cost') }} as decimal(28, 12)) as total_cost,
        max(reason) as reason
    from {{ ref('fct_customer_margin_monthly') }}
    where customer is not null
    group by billing_period, customer, currency
),

profits as (
    select
        *,
        cast(revenue - total_cost as decimal(28, 12)) as gross_profit
    from margins
),

ranked as (
    select
        *,
        case
            when gross_profit is not null
                then row_number() over (
                    partition by billing_period, currency order by gross_profit desc nulls last, customer asc
                )
        end as profit_rank,
        sum(gross_profit) over (partition by billing_period, currency) as all_profit,
        sum(gross_profit) over (
            partition by billing_period, currency order by gross_profit desc nulls last, customer asc
            rows between unbounded preceding and current row
        ) as profit_so_far
    from profits
)

select
    billing_period,
    customer,
    currency,
    revenue,
    total_cost,
    gross_profit,
    {{ ratio('gross_profit', 'revenue') }} as gross_margin,
    cast(profit_rank as bigint) as profit_rank,
    cast(case when gross_profit is not null then profit_so_far end as decimal(38, 12)) as cumulative_profit,
    {{ ratio('case when gross_profit is not null then profit_so_far end', 'all_profit') }}
        as cumulative_profit_part,
    reason
from ranked
