-- What platform and pools cost the products is on requests, or on what no gateway saw, and nowhere twice; a
-- scope of the company holds what its products do.
{{ config(group='unit_economics') }}

with costs as (
    select
        currency,
        cast(sum(case when part = 'platform' then amount else 0 end) as decimal(38, 12)) as platform_cost,
        cast(sum(case when part = 'shared' then amount else 0 end) as decimal(38, 12)) as shared_cost
    from {{ ref('int_product_costs') }}
    where customer is null
    group by currency
),

parts as (
    select
        currency,
        platform_cost,
        shared_cost
    from {{ ref('int_unit_costs__loads') }}
    where scope_kind = 'company' and unit = 'request'
    union all
    select
        currency,
        platform_cost,
        shared_cost
    from {{ ref('int_request_group_costs') }}
    where group_id = 'unseen'
),

summed as (
    select
        currency,
        cast(sum(platform_cost) as decimal(38, 12)) as platform_cost,
        cast(sum(shared_cost) as decimal(38, 12)) as shared_cost
    from parts
    group by currency
)

select
    costs.currency,
    costs.platform_cost,
    summed.platform_cost as platform_cost_of_requests,
    costs.shared_cost,
    summed.shared_cost as shared_cost_of_requests
from costs
full outer join summed on costs.currency = summed.currency
where
    {{ differs('costs.platform_cost', 'summed.platform_cost') }}
    or {{ differs('costs.shared_cost', 'summed.shared_cost') }}
