-- One row per provider and day with cost: whether every source of it is complete by then.
with provider_days as (
    select distinct
        allocated.provider_name,
        allocated.charge_date,
        allocated.source_name,
        slices.delivery_scope
    from {{ ref('fct_allocated_costs') }} as allocated
    left join {{ ref('fct_cost_slices') }} as slices on allocated.slice_id = slices.slice_id
)

select
    coalesce(provider_days.provider_name, 'unknown') as provider_name,
    provider_days.charge_date,
    bool_and(coalesce(completeness.is_complete, true)) as is_complete
from provider_days
left join {{ ref('fct_day_completeness') }} as completeness
    on
        provider_days.source_name = completeness.source_name
        and provider_days.delivery_scope = completeness.delivery_scope
        and provider_days.charge_date = completeness.charge_date
group by coalesce(provider_days.provider_name, 'unknown'), provider_days.charge_date
