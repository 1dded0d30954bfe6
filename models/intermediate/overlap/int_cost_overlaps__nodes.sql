-- One row per cluster, counting source and scope, provider, period and currency: what counts for its nodes.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill' and resource_id is not null
),

nodes as (
    select distinct
        delivery_scope,
        provider_name,
        usage_period,
        lower(provider_resource_id) as resource_key
    from {{ ref('fct_workload_allocations') }}
    where provider_resource_id is not null
)

select
    'cluster_allocation' as overlap_kind,
    costs.source_name,
    costs.delivery_scope,
    costs.provider_name,
    costs.billing_period,
    costs.billing_currency,
    nodes.delivery_scope as explaining_delivery_scope,
    cast(sum(costs.effective_cost) as decimal(38, 12)) as counted_cost
from costs
inner join nodes
    on
        costs.provider_name = nodes.provider_name
        and costs.billing_period = nodes.usage_period
        and lower(costs.resource_id) = nodes.resource_key
group by
    costs.source_name, costs.delivery_scope, costs.provider_name, costs.billing_period,
    costs.billing_currency, nodes.delivery_scope
