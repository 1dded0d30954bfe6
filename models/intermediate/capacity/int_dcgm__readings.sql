-- One row per day slice to build, GPU or MIG instance, workload and scrape: what DCGM measured.
with samples as (
    select * from {{ ref('stg_nvidia__dcgm_samples') }}
    where
        gpu_uuid is not null
        and metric_name in (
            'DCGM_FI_DEV_GPU_UTIL', 'DCGM_FI_PROF_GR_ENGINE_ACTIVE', 'DCGM_FI_DEV_POWER_USAGE',
            'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION', 'DCGM_FI_DEV_FB_USED', 'DCGM_FI_DEV_GPU_TEMP',
            'DCGM_FI_DEV_SM_CLOCK'
        )
),

slices as (
    select * from {{ ref('int_gpu_slices__to_build') }}
    where source_name = 'dcgm_metrics'
),

in_slices as (
    select
        samples.*,
        slices.slice_id, slices.slice_version, slices.delivery_scope, slices.covered_date,
        row_number() over (
            partition by
                slices.slice_id, samples.metric_name, samples.gpu_uuid, samples.mig_instance_id,
                samples.namespace, samples.pod_name, samples.container_name, samples.sampled_at
            order by
                slices.delivery_order desc, samples.source_file desc, samples.source_row desc nulls last
        ) as newest_first
    from samples
    inner join slices
        on
            samples.delivery_id = slices.delivery_id
            and cast(samples.sampled_at as date) = slices.reading_date
    where
        samples.sampled_at > {{ minutes_later(day_start('slices.covered_date'), '-' ~ longest_gap()) }}
        and samples.sampled_at < {{ minutes_later(next_day_start('slices.covered_date'), longest_gap()) }}
),

readings as (
    select
        slice_id, slice_version, delivery_scope, covered_date, gpu_uuid, mig_instance_id, namespace,
        pod_name, container_name, sampled_at,
        min(node_name) as node_name,
        min(gpu_model_name) as gpu_model_name,
        min(mig_profile) as mig_profile,
        max(case when metric_name = 'DCGM_FI_DEV_GPU_UTIL' then sample_value end) as gpu_util,
        max(case when metric_name = 'DCGM_FI_PROF_GR_ENGINE_ACTIVE' then sample_value end) as engine_active,
        max(case when metric_name = 'DCGM_FI_DEV_POWER_USAGE' then sample_value end) as power_watts,
        max(
            case when metric_name = 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION' then sample_value end
        ) as energy_counter
    from in_slices
    where newest_first = 1
    group by
        slice_id, slice_version, delivery_scope, covered_date, gpu_uuid, mig_instance_id, namespace,
        pod_name, container_name, sampled_at
)

select * from readings
