-- One row per charge of GPU machines that carries the name of a training run's workload.
with charges as (
    select * from {{ ref('int_gpu_charges') }}
),

workloads as (
    select distinct workload_name from {{ ref('fct_training_runs') }}
    where workload_name is not null
),

-- As its resource or in a tag.
naming as (
    select
        charges.charge_id,
        workloads.workload_name
    from charges
    inner join workloads on charges.resource_name = workloads.workload_name
    union all
    select
        tags.charge_id,
        workloads.workload_name
    from {{ ref('bridge_cost_tags') }} as tags
    inner join workloads on tags.tag_value = workloads.workload_name
)

select
    charge_id,
    min(workload_name) as workload_name
from naming
group by charge_id
