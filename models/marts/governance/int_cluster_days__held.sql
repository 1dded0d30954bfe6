-- One row per source of clusters, delivery scope and day that has GPU hours or allocations.
with gpu_hours as (
    select * from {{ ref('fct_gpu_hours') }}
),

allocations as (
    select * from {{ ref('fct_workload_allocations') }}
),

delivery_days as (
    select * from {{ ref('fct_delivery_days') }}
),

rows_by_day as (
    select
        source_name,
        delivery_scope,
        usage_date as charge_date,
        count(*) as count_rows
    from gpu_hours
    group by source_name, delivery_scope, usage_date
    union all
    select
        source_name,
        delivery_scope,
        usage_date as charge_date,
        count(*) as count_rows
    from allocations
    group by source_name, delivery_scope, usage_date
)

select
    rows_by_day.source_name,
    rows_by_day.delivery_scope,
    rows_by_day.charge_date,
    cast(rows_by_day.count_rows as bigint) as count_rows,
    cast(count(distinct delivery_days.delivery_id) as bigint) as count_deliveries
from rows_by_day
left join delivery_days
    on
        rows_by_day.source_name = delivery_days.source_name
        and rows_by_day.delivery_scope = delivery_days.delivery_scope
        and rows_by_day.charge_date = delivery_days.covered_date
group by
    rows_by_day.source_name, rows_by_day.delivery_scope, rows_by_day.charge_date, rows_by_day.count_rows
