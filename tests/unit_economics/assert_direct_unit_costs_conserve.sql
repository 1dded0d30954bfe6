-- GPU hours, seats and runs have what GPU machines, seats and training runs cost, once each.
{{ config(group='unit_economics') }}
with held as (
    select
        unit,
        cast(sum(cost) as decimal(38, 12)) as cost
    from {{ ref('fct_unit_costs_daily') }}
    where cost_load = 'direct' and unit in ('gpu_hour', 'seat', 'training_run')
    group by unit
),

seats_known as (
    select max(seat_date) as last_date from {{ ref('fct_seat_days') }}
),

costs as (
    select
        'gpu_hour' as unit,
        cast(sum(effective_cost_reporting) as decimal(38, 12)) as cost
    from {{ ref('fct_training_cost_days') }}
    union all
    select
        'training_run' as unit,
        cast(sum(effective_cost) as decimal(38, 12)) as cost
    from {{ ref('fct_training_run_costs') }}
    union all
    -- Seats that are charged by the day up to the last day known, and months of seats.
    select
        'seat' as unit,
        cast(sum(costs.effective_cost_reporting) as decimal(38, 12)) as cost
    from {{ ref('fct_costs') }} as costs
    cross join seats_known
    where
        (lower(costs.pricing_unit) like 'seat%' or lower(costs.pricing_unit) like 'user%')
        and costs.charge_category in ('Usage', 'Purchase')
        and costs.effective_cost != 0
        and costs.charge_period_start < coalesce(seats_known.last_date + 1, costs.charge_period_end)
)

select
    costs.unit,
    costs.cost,
    held.cost as cost_of_units
from costs
left join held on costs.unit = held.unit
where {{ differs('costs.cost', 'held.cost') }}
