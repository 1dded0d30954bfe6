-- What a source saw of a GPU in an hour, all parts and workloads, is at most that hour; nothing is negative.
{{ config(group='ingestion') }}
with gpu_hours as (
    select * from {{ ref('fct_gpu_hours') }}
)

select
    source_name,
    delivery_scope,
    gpu_uuid,
    hour_start,
    sum(provisioned_hours) as provisioned_hours,
    sum(allocated_hours) as allocated_hours
from gpu_hours
group by source_name, delivery_scope, gpu_uuid, hour_start
having
    sum(provisioned_hours) > 1.000000001
    or sum(allocated_hours) > 1.000000001
    or min(provisioned_hours) < 0
    or min(energy_kwh) < 0
    or max(active_hours - activity_hours) > 0
    or max(activity_hours - provisioned_hours) > 0
