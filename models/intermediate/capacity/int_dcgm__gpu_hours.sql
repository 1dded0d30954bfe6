-- One row per hour, GPU or MIG instance and workload that DCGM measured, in the contract of GPU hours.
with hourly as (
    select * from {{ ref('int_dcgm__hourly') }}
),

added_up as (
    select
        slice_id, slice_version, delivery_scope, hour_start, gpu_uuid, mig_instance_id, namespace, pod_name,
        container_name, workload_state,
        'dcgm_metrics' as source_name,
        min(node_name) as node_name,
        min(gpu_model_name) as gpu_model_name,
        min(mig_profile) as mig_profile,
        count(distinct sampled_at) as count_readings,
        sum(gpu_milliseconds) as gpu_milliseconds,
        sum(case when activity is not null then gpu_milliseconds end) as activity_milliseconds,
        sum(gpu_milliseconds * activity) as active_milliseconds,
        sum(case when hour_millijoules is not null then gpu_milliseconds end) as energy_milliseconds,
        sum(cast(hour_millijoules as decimal(22, 6)) * gpu_share) as millijoules,
        max(activity_evidence) as activity_evidence,
        min(energy_evidence) as first_energy_evidence,
        max(energy_evidence) as last_energy_evidence
    from hourly
    group by
        slice_id, slice_version, delivery_scope, hour_start, gpu_uuid, mig_instance_id, namespace, pod_name,
        container_name, workload_state
),

gpu_hours as (
    select
        *,
        {{ hours_of('gpu_milliseconds') }} as provisioned_hours,
        case
            when pod_name is not null then {{ hours_of('gpu_milliseconds') }}
            when gpu_milliseconds is not null then cast(0 as decimal(28, 12))
        end as allocated_hours,
        {{ hours_of('active_milliseconds') }} as active_hours,
        {{ hours_of('activity_milliseconds') }} as activity_hours,
        {{ hours_of('energy_milliseconds') }} as energy_hours,
        cast(cast(millijoules as double) / 3600000000 as decimal(28, 12)) as energy_kwh,
        case
            when first_energy_evidence != last_energy_evidence then 'counter and power'
            else first_energy_evidence
        end as energy_evidence
    from added_up
)

select
    {{ gpu_hours_row([
        'hour_start', 'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'node_name', 'gpu_uuid',
        'mig_instance_id', 'mig_profile', 'gpu_model_name', 'namespace', 'pod_name', 'container_name',
        'workload_state', 'activity_evidence', 'energy_evidence', 'provisioned_hours', 'allocated_hours',
        'active_hours', 'activity_hours', 'energy_kwh', 'energy_hours', 'count_readings',
    ]) }}
from gpu_hours
