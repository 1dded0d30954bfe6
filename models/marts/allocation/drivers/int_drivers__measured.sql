-- One row per driver, day and what it is known by: how much of it there was, in the driver's own unit.
{%- set unknown = 'cast(null as varchar)' %}
with usage_rows as (
    select * from {{ ref('int_usage__owned') }}
),

priced as (
    select * from {{ ref('int_usage__priced') }}
),

reserved_capacity as (
    select * from {{ ref('int_reserved_capacity__daily') }}
),

capacity_tokens as (
    select * from {{ ref('int_capacity_tokens__daily') }}
),

seats as (
    select * from {{ ref('int_seats__owned') }}
),

gpu_hours as (
    select * from {{ ref('int_machine_gpus') }}
    where entry_kind = 'workload'
),

business_drivers as (
    select * from {{ ref('fct_business_drivers') }}
    where driver_name not in ('reserved_capacity', 'capacity_tokens')
),

stated_days as (
    select distinct
        driver_name,
        driver_date
    from business_drivers
),

measured as (
    select * from {{ ref('int_drivers__of_costs') }}
    union all
    select
        -- Tokens in millions, so that weights stay below what is handed out exactly.
        usage_unit as driver_name, usage_date, provider_name, {{ unknown }}, {{ unknown }}, {{ unknown }},
        {{ unknown }}, team, product, environment, customer, {{ unknown }},
        cast(
            case
                when usage_unit = 'tokens' then {{ scale_quantity('quantity', '0.000001') }}
                else quantity
            end as decimal(38, 12)
        ) as quantity
    from usage_rows
    where usage_role = 'counts'
    union all
    select
        -- Weighted by price, so that an output token weighs what it costs beside a cached one.
        'tokens_by_price' as driver_name, usage_date, provider_name, {{ unknown }}, {{ unknown }},
        {{ unknown }}, {{ unknown }}, team, product, environment, customer, {{ unknown }},
        cast(cast(quantity as double) * price_per_million / 1000000 as decimal(38, 12)) as quantity
    from priced
    where price_per_million is not null
    union all
    select
        'reserved_capacity' as driver_name,
        usage_date,
        provider_name,
        {{ unknown }},
        {{ unknown }},
        {{ unknown }},
        {{ unknown }}, team, product, environment, customer, {{ unknown }},
        cast(reserved_quantity as decimal(38, 12)) as quantity
    from reserved_capacity
    union all
    select
        'capacity_tokens' as driver_name, usage_date, provider_name, {{ unknown }}, {{ unknown }},
        {{ unknown }}, {{ unknown }}, team, product, environment, customer, {{ unknown }},
        cast(unit_hours as decimal(38, 12)) as quantity
    from capacity_tokens
    union all
    select
        'seats' as driver_name, usage_date, provider_name, {{ unknown }}, {{ unknown }}, {{ unknown }},
        {{ unknown }}, team, product, environment, customer, {{ unknown }},
        cast(count_seats as decimal(38, 12)) as quantity
    from seats
    union all
    select
        -- Hours of whole GPUs that a workload held, idle ones left out.
        'gpu_hours' as driver_name, usage_date, {{ unknown }}, {{ unknown }}, {{ unknown }}, {{ unknown }},
        {{ unknown }}, team, {{ unknown }}, {{ unknown }}, {{ unknown }}, {{ unknown }},
        cast(hours as decimal(38, 12)) as quantity
    from gpu_hours
)

-- What the list business_drivers states for a driver and day speaks alone.
select measured.*
from measured
left join stated_days
    on measured.driver_name = stated_days.driver_name and measured.usage_date = stated_days.driver_date
where stated_days.driver_name is null
union all
select
    driver_name, driver_date as usage_date, {{ unknown }}, {{ unknown }}, {{ unknown }}, {{ unknown }},
    {{ unknown }}, team, product, {{ unknown }}, customer, {{ unknown }},
    cast(quantity as decimal(38, 12)) as quantity
from business_drivers
