-- One row per cluster, day, provider and currency of what OpenCost says a node's cloud rows hold.
with allocations as (
    select * from {{ ref('fct_workload_allocations') }}
)

select
    source_name,
    delivery_scope,
    'cluster_allocation' as estimate_kind,
    coalesce(provider_name, 'unknown') as provider_name,
    currency as billing_currency,
    usage_period as billing_period,
    usage_date as estimate_date,
    cast(count(*) as bigint) as count_rows,
    cast(sum(node_cost) as decimal(38, 12)) as effective_cost
from allocations
group by source_name, delivery_scope, coalesce(provider_name, 'unknown'), currency, usage_period, usage_date
