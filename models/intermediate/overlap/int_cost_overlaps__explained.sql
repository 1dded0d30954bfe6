-- One row per kind of overlap, explaining source and scope, provider, counting source, period and currency.
with estimates as (
    select * from {{ ref('fct_cost_estimates') }}
),

explained as (
    select
        estimate_kind as overlap_kind,
        source_name,
        delivery_scope,
        provider_name,
        billing_period,
        billing_currency,
        counting_source_name,
        counting_delivery_scope,
        case when estimate_kind = 'other_bill' then 'billed_cost' else 'effective_cost' end as basis,
        cast(
            sum(case when estimate_kind = 'other_bill' then billed_cost else effective_cost end)
            as decimal(38, 12)
        ) as explaining_cost
    from estimates
    group by
        estimate_kind, source_name, delivery_scope, provider_name, billing_period, billing_currency,
        counting_source_name, counting_delivery_scope
)

select * from explained
