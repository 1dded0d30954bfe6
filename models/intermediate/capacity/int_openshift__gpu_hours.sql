-- One row per hour, GPU or MIG instance and pod that OpenShift reports, in the contract of GPU hours.
with gpu_usage as (
    select * from {{ ref('stg_openshift__gpu_usage') }}
),

pod_usage as (
    select * from {{ ref('stg_openshift__pod_usage') }}
),

slices as (
    select * from {{ ref('int_gpu_slices__to_build') }}
    where source_name = 'openshift_gpu_usage' and covered_date = reading_date
),

-- A node whose machine changed within the day is of neither.
nodes as (
    select
        slices.slice_id,
        pod_usage.node_name,
        min(pod_usage.resource_id) as provider_resource_id
    from pod_usage
    inner join slices
        on
            pod_usage.delivery_id = slices.delivery_id
            and cast(pod_usage.interval_start as date) = slices.covered_date
    where pod_usage.resource_id is not null
    group by slices.slice_id, pod_usage.node_name
    having min(pod_usage.resource_id) = max(pod_usage.resource_id)
),

in_slices as (
    select
        gpu_usage.*,
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        {{ hour_start('gpu_usage.interval_start') }} as hour_start,
        row_number() over (
            partition by
                slices.slice_id, gpu_usage.interval_start, gpu_usage.node_name, gpu_usage.namespace,
                gpu_usage.pod_name, gpu_usage.gpu_uuid, gpu_usage.mig_instance_id
            order by
                slices.delivery_order desc, gpu_usage.source_file desc, gpu_usage.source_row desc nulls last
        ) as newest_first
    from gpu_usage
    inner join slices
        on
            gpu_usage.delivery_id = slices.delivery_id
            and cast(gpu_usage.interval_start as date) = slices.covered_date
),

-- Pods that share a GPU are each reported for all of their time: together they had no more than the hour.
with_neighbours as (
    select
        *,
        greatest(
            sum(uptime_seconds) over (partition by slice_id, hour_start, gpu_uuid, mig_instance_id), 3600
        ) as all_seconds,
        case
            when mig_instance_id is not null then coalesce({{ mig_slices('mig_profile') }}, 1)
            else {{ gpu_slices('gpu_model_name') }}
        end as count_slices
    from in_slices
    where newest_first = 1
),

gpu_hours as (
    select
        with_neighbours.*,
        nodes.provider_resource_id,
        'allocated' as workload_state,
        1 as count_readings,
        cast(
            {{ ratio(
                'with_neighbours.uptime_seconds * with_neighbours.count_slices',
                'with_neighbours.all_seconds * ' ~ gpu_slices('with_neighbours.gpu_model_name'),
            ) }} as decimal(28, 12)
        ) as allocated_hours
    from with_neighbours
    left join nodes
        on with_neighbours.slice_id = nodes.slice_id and with_neighbours.node_name = nodes.node_name
)

select
    {{ gpu_hours_row([
        'hour_start', 'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'node_name',
        'provider_resource_id', 'gpu_uuid', 'mig_instance_id', 'mig_profile', 'gpu_model_name', 'namespace',
        'pod_name', 'workload_state', 'allocated_hours', 'count_readings',
    ]) }}
from gpu_hours
