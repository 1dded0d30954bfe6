-- One row per day slice, scrape, GPU or MIG instance and workload: its share of the whole GPU.
with readings as (
    select * from {{ ref('int_dcgm__readings') }}
),

of_instances as (
    select
        *,
        count(pod_name) over (
            partition by slice_id, gpu_uuid, sampled_at, mig_instance_id
        ) as count_workloads,
        row_number() over (
            partition by slice_id, gpu_uuid, sampled_at, mig_instance_id
            order by namespace, pod_name, container_name
        ) as nth_of_instance,
        case
            when mig_instance_id is not null
                then
                    coalesce(
                        max({{ mig_slices('mig_profile') }}) over (
                            partition by slice_id, gpu_uuid, sampled_at, mig_instance_id
                        ), 1
                    )
        end as count_slices
    from readings
),

of_gpus as (
    select
        *,
        coalesce(
            sum(case when nth_of_instance = 1 then count_slices end) over (
                partition by slice_id, gpu_uuid, sampled_at
            ), 0
        ) as used_slices,
        max(case when mig_instance_id is null then 1 else 0 end) over (
            partition by slice_id, gpu_uuid, sampled_at
        ) as count_wholes,
        row_number() over (
            partition by slice_id, gpu_uuid, sampled_at order by mig_instance_id, nth_of_instance
        ) as nth_of_gpu
    from of_instances
),

instances as (
    select
        *,
        greatest({{ gpu_slices('gpu_model_name') }}, used_slices) as all_slices
    from of_gpus
),

-- Of a cut-up GPU the rest is nobody's. A series without a pod beside series with one is not idle: some
-- metrics are told without the workload.
of_workloads as (
    select
        slice_id, slice_version, delivery_scope, covered_date, sampled_at, node_name, gpu_uuid,
        gpu_model_name, mig_instance_id, mig_profile, namespace, pod_name, container_name, gpu_util,
        engine_active,
        case
            when pod_name is not null then 'allocated'
            when mig_instance_id is null and used_slices > 0 then 'unpartitioned'
            else 'idle'
        end as workload_state,
        coalesce(count_slices, all_slices - used_slices) as share_slices,
        all_slices * greatest(count_workloads, 1) as share_of
    from instances
    where pod_name is not null or count_workloads = 0
),

remainders as (
    select
        slice_id, slice_version, delivery_scope, covered_date, sampled_at, node_name, gpu_uuid,
        gpu_model_name,
        cast(null as varchar) as mig_instance_id,
        cast(null as varchar) as mig_profile,
        cast(null as varchar) as namespace,
        cast(null as varchar) as pod_name,
        cast(null as varchar) as container_name,
        cast(null as decimal(28, 12)) as gpu_util,
        cast(null as decimal(28, 12)) as engine_active,
        'unpartitioned' as workload_state,
        all_slices - used_slices as share_slices,
        all_slices as share_of
    from instances
    where count_wholes = 0 and nth_of_gpu = 1 and used_slices < all_slices
),

united as (
    select * from of_workloads
    union all
    select * from remainders
),

-- Each share is what the running total of shares, rounded, goes up by: rounded shares still add up to 1.
running as (
    select
        *,
        sum({{ ratio('share_slices', 'share_of') }}) over (
            partition by slice_id, gpu_uuid, sampled_at
            order by
                coalesce(mig_instance_id, ''), workload_state, coalesce(namespace, ''),
                coalesce(pod_name, ''), coalesce(container_name, '')
            rows between unbounded preceding and current row
        ) as share_up_to
    from united
    where share_slices > 0
),

shares as (
    select
        *,
        cast(
            cast(share_up_to as decimal(13, 12))
            - cast(share_up_to - {{ ratio('share_slices', 'share_of') }} as decimal(13, 12))
            as decimal(13, 12)
        ) as gpu_share
    from running
)

select * from shares
