-- One row per hour, GPU or MIG instance and workload to build, of any source, in the contract of GPU hours.
select * from {{ ref('int_dcgm__gpu_hours') }}
union all
select * from {{ ref('int_openshift__gpu_hours') }}
