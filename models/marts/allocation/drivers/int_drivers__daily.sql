-- One row per driver, day, kind of target, target and what it was used at: a weight. Cost can be negative.
{%- set keys = [
    'driver_name', 'usage_date', 'provider_name', 'billing_account_id', 'service_name', 'billing_currency',
    'commitment_discount_id', 'target_kind', 'target_id',
] | join(', ') %}
with measured as (
    select * from {{ ref('int_drivers__measured') }}
),

-- What no target of the kind is known for is the share of nobody, not spread over the others.
by_target as (
    {% for target_kind in ['team', 'product', 'customer', 'environment'] %}
        select
            driver_name, usage_date, provider_name, billing_account_id, service_name, billing_currency,
            commitment_discount_id, '{{ target_kind }}' as target_kind,
            coalesce({{ target_kind }}, 'unallocated') as target_id,
            quantity
        from measured
        union all
    {% endfor %}
    select
        driver_name, usage_date, provider_name, billing_account_id, service_name, billing_currency,
        commitment_discount_id, 'legal_entity' as target_kind,
        coalesce(legal_entity, 'unallocated') as target_id,
        quantity
    from measured
),

added_up as (
    select
        {{ keys }},
        sum(quantity) as quantity
    from by_target
    group by {{ keys }}
),

-- What a target used of a provider's throughput beyond what is reserved for it.
exceeded as (
    select
        used.usage_date,
        used.provider_name,
        used.target_kind,
        used.target_id,
        used.quantity - coalesce(sum(reserved.quantity), 0) as quantity
    from added_up as used
    left join added_up as reserved
        on
            reserved.driver_name = 'reserved_capacity'
            and used.usage_date = reserved.usage_date
            and used.target_kind = reserved.target_kind
            and used.target_id = reserved.target_id
            and (
                used.provider_name is null
                or reserved.provider_name is null
                or used.provider_name = reserved.provider_name
            )
    where used.driver_name = 'capacity_tokens'
    group by used.usage_date, used.provider_name, used.target_kind, used.target_id, used.quantity
)

select
    {{ keys }},
    case
        when driver_name = 'active_days' then cast(1 as decimal(28, 6))
        when driver_name = 'cost' then cast(quantity as decimal(28, 6))
        else cast(greatest(quantity, 0) as decimal(28, 6))
    end as weight
from added_up
union all
select
    'capacity_excess' as driver_name, usage_date, provider_name, cast(null as varchar) as billing_account_id,
    cast(null as varchar) as service_name, cast(null as varchar) as billing_currency,
    cast(null as varchar) as commitment_discount_id, target_kind, target_id,
    cast(quantity as decimal(28, 6)) as weight
from exceeded
where quantity > 0
