-- One row per node and way of sharing it, in the order in which they are tried; the last, its owner, never
-- fails.
with nodes as (
    select
        *,
        case when driver_grain = 'day' then period_start else {{ month_start('period_start') }} end
            as window_start,
        case when driver_grain = 'day' then period_end else {{ month_after('period_end - 1') }} end
            as window_end,
        -- Credits and taxes follow what the charges of their account went to, unless their rule says who.
        case
            when stage in ('credits', 'tax') and not is_fed and not lists_targets then 'followed_cost'
            else 'cost'
        end as cost_driver_name
    from {{ ref('int_pool_nodes') }}
),

-- What the rule says itself.
stated as (
    select
        *,
        1 as level_order,
        method as level_method,
        case
            when method in ('usage_driver', 'weighted_driver', 'capacity') then driver_name
            when method = 'proportional' then cost_driver_name
            when method = 'even' then 'active_days'
        end as level_driver_name,
        window_start as driver_from,
        window_end as driver_to,
        pool_service_name as driver_service_name
    from nodes
),

-- What spilled over goes to who used more than what was reserved for it.
spilled_over as (
    select
        *,
        0 as level_order,
        'spill_over' as level_method,
        'capacity_excess' as level_driver_name,
        window_start as driver_from,
        window_end as driver_to,
        cast(null as varchar) as driver_service_name
    from nodes
    where pool_part = 'spill_over'
),

trailing_days as (
    select
        *,
        1 + position('trailing_28_days' in fallback) as level_order,
        'trailing_28_days' as level_method,
        driver_name as level_driver_name,
        window_start - 28 as driver_from,
        window_start as driver_to,
        pool_service_name as driver_service_name
    from nodes
    where position('trailing_28_days' in fallback) > 0 and driver_name is not null
),

by_cost as (
    select
        *,
        1 + position('proportional' in fallback) as level_order,
        'proportional' as level_method,
        cost_driver_name as level_driver_name,
        window_start as driver_from,
        window_end as driver_to,
        cast(null as varchar) as driver_service_name
    from nodes
    where position('proportional' in fallback) > 0
),

evenly as (
    select
        *,
        1 + position('even' in fallback) as level_order,
        'even' as level_method,
        'active_days' as level_driver_name,
        window_start as driver_from,
        window_end as driver_to,
        cast(null as varchar) as driver_service_name
    from nodes
    where position('even' in fallback) > 0
),

by_owner as (
    select
        *,
        1000 as level_order,
        case when owner_name is null then 'unallocated' else 'owner' end as level_method,
        cast(null as varchar) as level_driver_name,
        window_start as driver_from,
        window_end as driver_to,
        cast(null as varchar) as driver_service_name
    from nodes
)

select * from stated
union all
select * from spilled_over
union all
select * from trailing_days
union all
select * from by_cost
union all
select * from evenly
union all
select * from by_owner
