-- One row per training run and day on which its cluster measured GPU hours of its workload.
select
    runs.training_run_id,
    hours.usage_date,
    cast(sum(hours.allocated_hours) as decimal(28, 12)) as measured_hours
from {{ ref('fct_training_runs') }} as runs
inner join {{ ref('fct_gpu_hours') }} as hours
    on
        lower(runs.cluster_name) = lower(hours.delivery_scope)
        and (
            runs.workload_name in (hours.namespace, hours.pod_name)
            or hours.pod_name like runs.workload_name || '-%'
        )
where hours.workload_state = 'allocated'
group by runs.training_run_id, hours.usage_date
