-- One row per driver, day, kind of target, target and what it was used at: a weight. Of cost alone it can be negative.
with measured as (
    select * from {{ ref('int_drivers__measured') }}
),

-- What no target of the kind is known for is the share of nobody, not spread over the others.
by_target as (
    {% for target_kind in ['team', 'product', 'customer', 'environment', 'legal_entity'] -%}
    select
        driver_name, usage_date, provider_name, billing_account_id, service_name,
        '{{ target_kind }}' as target_kind,
        coalesce({{ target_kind }}, 'unallocated') as target_id,
        quantity
    from measured
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

added_up as (
    select
        driver_name, usage_date, provider_name, billing_account_id, service_name, target_kind, target_id,
        sum(quantity) as quantity
    from by_target
    group by
        driver_name, usage_date, provider_name, billing_account_id, service_name, target_kind, target_id
)

select
    driver_name, usage_date, provider_name, billing_account_id, service_name, target_kind, target_id,
    case
        when driver_name = 'active_days' then cast(1 as decimal(28, 6))
        when driver_name = 'cost' then cast(quantity as decimal(28, 6))
        else cast(greatest(quantity, 0) as decimal(28, 6))
    end as weight
from added_up
