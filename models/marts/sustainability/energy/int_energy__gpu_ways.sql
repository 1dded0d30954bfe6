-- One row per work of GPUs or cluster, accelerator and way to know its energy: hours, and what was read.
with readings as (
    select
        *,
        md5({{ identity(work_columns()) }}) as work_id
    from {{ ref('int_work_gpu_readings') }}
),

billed as (
    select work_id, work_name as accelerator, gpu_hours from {{ ref('int_works') }}
    where work_kind = 'gpus' and gpu_hours is not null
),

-- Hours are those that are billed, else those that were measured.
hours as (
    select
        coalesce(billed.work_id, readings.work_id) as work_id,
        coalesce(billed.accelerator, readings.accelerator) as accelerator,
        coalesce(billed.gpu_hours, readings.gpu_hours) as gpu_hours,
        readings.energy_kwh,
        readings.energy_hours
    from billed
    full outer join readings on billed.work_id = readings.work_id
)

-- Watts that were read go before the curve, and both are told; hours that nobody read are of the curve.
select
    work_id,
    accelerator,
    'gpu_power_curve' as method,
    'C' as evidence_grade,
    gpu_hours,
    gpu_hours as curve_hours,
    cast(0 as decimal(28, 12)) as read_hours,
    cast(0 as decimal(28, 12)) as read_kwh
from hours
union all
select
    work_id,
    accelerator,
    'gpu_telemetry' as method,
    'B' as evidence_grade,
    gpu_hours,
    greatest(cast(gpu_hours - energy_hours as decimal(28, 12)), 0) as curve_hours,
    energy_hours as read_hours,
    energy_kwh as read_kwh
from hours
where energy_kwh is not null
