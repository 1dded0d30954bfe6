-- One row per billing period, currency and rule on what became of pools: how much money went another way.
select
    'allocation_rules' as source_name,
    'organisation' as delivery_scope,
    billing_period,
    rule,
    billing_currency,
    cast(sum(count_pools) as bigint) as count_rows,
    cast(sum(count_pools) as bigint) as count_rows_checked,
    cast(sum(money) as decimal(38, 12)) as money,
    string_agg(distinct detail, '; ' order by detail) as example_detail
from {{ ref('int_pool_outcomes') }}
group by billing_period, rule, billing_currency
