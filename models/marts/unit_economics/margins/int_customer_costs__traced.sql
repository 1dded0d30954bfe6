-- One row per month, currency, product and customer ('' is nobody): cost of revenue that requests or charges
-- lead to.
{%- set keys = ['billing_period', 'currency', 'product_key', 'customer_key'] %}
with request_groups as (
    select * from {{ ref('int_request_groups') }}
),

-- Customer '' is nobody named: requests without a customer, and what no gateway saw.
by_requests as (
    select
        group_costs.billing_period,
        group_costs.currency,
        group_costs.product_key,
        coalesce(request_groups.customer_id, '') as customer_key,
        group_costs.model_revenue_cost as model_cost,
        group_costs.platform_revenue_cost as platform_cost,
        group_costs.shared_revenue_cost as shared_cost,
        coalesce(request_groups.count_attempts, 0) as count_attempts
    from {{ ref('int_request_group_costs') }} as group_costs
    left join request_groups
        on
            group_costs.billing_period = request_groups.billing_period
            and group_costs.currency = request_groups.currency
            and group_costs.product_key = coalesce(request_groups.product, '')
            and group_costs.group_id = request_groups.group_id
),

by_charges as (
    select
        billing_period,
        currency,
        coalesce(product, '') as product_key,
        customer as customer_key,
        case when part = 'model' then amount else 0 end as model_cost,
        case when part = 'platform' then amount else 0 end as platform_cost,
        case when part = 'shared' then amount else 0 end as shared_cost,
        0 as count_attempts
    from {{ ref('int_product_costs') }}
    where customer is not null and cost_class = 'cost_of_revenue'
),

united as (
    select * from by_requests
    union all
    select * from by_charges
)

select
    {{ keys | join(', ') }},
    cast(sum(model_cost) as decimal(28, 12)) as model_cost,
    cast(sum(platform_cost) as decimal(28, 12)) as platform_cost,
    cast(sum(shared_cost) as decimal(28, 12)) as shared_cost,
    cast(sum(count_attempts) as bigint) as count_attempts
from united
group by {{ keys | join(', ') }}
