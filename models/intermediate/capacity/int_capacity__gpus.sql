-- One row per day, source, cluster and GPU model: GPU hours that were there and used, and their energy.
with gpu_hours as (
    select * from {{ ref('fct_gpu_hours') }}
),

gpus as (
    select
        usage_date,
        source_name,
        delivery_scope,
        'gpu_cluster' as capacity_kind,
        delivery_scope as capacity_id,
        gpu_model_name as capacity_name,
        'GPU Hours' as capacity_unit,
        cast(sum(provisioned_hours) as decimal(28, 12)) as provisioned_quantity,
        cast(sum(requested_hours) as decimal(28, 12)) as requested_quantity,
        cast(sum(allocated_hours) as decimal(28, 12)) as allocated_quantity,
        cast(sum(active_hours) as decimal(28, 12)) as used_quantity,
        cast(sum(activity_hours) as decimal(28, 12)) as measured_quantity,
        cast(sum(energy_kwh) as decimal(28, 12)) as energy_kwh,
        cast(sum(energy_hours) as decimal(28, 12)) as energy_hours,
        count(*) as count_rows
    from gpu_hours
    group by usage_date, source_name, delivery_scope, gpu_model_name
)

select * from gpus
