-- One row per cluster, window and entry of OpenCost in the delivery that counts for the window's first day.
with allocations as (
    select * from {{ ref('stg_opencost__allocations') }}
),

current_days as (
    select * from {{ ref('int_delivery_days__current') }}
    where source_name = 'opencost_allocation'
),

-- The same entry twice in one delivery is an answer asked for twice: the later one stands.
ranked as (
    select
        allocations.*,
        current_days.source_name,
        current_days.delivery_scope,
        row_number() over (
            partition by
                current_days.delivery_scope, allocations.window_start, allocations.window_end,
                allocations.allocation_name
            order by allocations.source_file desc, allocations.source_row desc
        ) as newest_first
    from allocations
    inner join current_days
        on
            allocations.delivery_id = current_days.delivery_id
            and cast(allocations.window_start as date) = current_days.covered_date
),

current_entries as (
    select * from ranked
    where newest_first = 1
)

select * from current_entries
