-- One row per gateway, month and rule on prices: how many of its requests another list prices otherwise.
with requests as (
    select
        priced.source_name,
        priced.delivery_scope,
        priced.billing_period,
        priced.model_name,
        priced.list_currency,
        priced.list_cost,
        requests.estimated_cost,
        -- Beyond a thousandth, and beyond what an estimate is rounded to.
        abs(requests.estimated_cost - priced.list_cost) > priced.list_cost * 0.001 + 0.000001 as is_broken
    from {{ ref('fct_priced_requests') }} as priced
    inner join {{ ref('fct_ai_requests') }} as requests
        on
            priced.source_name = requests.source_name
            and priced.delivery_scope = requests.delivery_scope
            and priced.request_id = requests.request_id
            and priced.list_currency = requests.estimated_cost_currency
    where priced.cost_basis = 'tokens' and priced.list_cost is not null
)

select
    source_name,
    delivery_scope,
    billing_period,
    'gateway_price_differs' as rule,
    list_currency as billing_currency,
    cast(count(case when is_broken then 1 end) as bigint) as count_rows,
    cast(count(*) as bigint) as count_rows_checked,
    cast(sum(case when is_broken then abs(estimated_cost - list_cost) else 0 end) as decimal(38, 12))
        as money,
    min(case when is_broken then model_name end) as example_detail
from requests
group by source_name, delivery_scope, billing_period, list_currency
