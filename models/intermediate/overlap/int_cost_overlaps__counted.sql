-- One row per kind of overlap, counting source and scope, provider, period and currency: what counts there.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

kinds as (
    select 'gateway_estimate' as overlap_kind
    union all
    select 'client_estimate' as overlap_kind
),

-- What a gateway or a client estimates is the use of models; another bill of the same account is all of it.
counted as (
    select
        'other_bill' as overlap_kind,
        source_name,
        delivery_scope,
        provider_name,
        billing_period,
        billing_currency,
        cast(null as varchar) as explaining_delivery_scope,
        cast(sum(billed_cost) as decimal(38, 12)) as counted_cost
    from costs
    group by source_name, delivery_scope, provider_name, billing_period, billing_currency
    union all
    select
        kinds.overlap_kind,
        costs.source_name,
        costs.delivery_scope,
        costs.provider_name,
        costs.billing_period,
        costs.billing_currency,
        cast(null as varchar) as explaining_delivery_scope,
        cast(sum(costs.effective_cost) as decimal(38, 12)) as counted_cost
    from costs
    cross join kinds
    where costs.model_name is not null
    group by
        kinds.overlap_kind, costs.source_name, costs.delivery_scope, costs.provider_name,
        costs.billing_period, costs.billing_currency
)

select * from counted
union all
select * from {{ ref('int_cost_overlaps__nodes') }}
