-- One row per day, cluster and accelerator: what the source says that knows most energy of the cluster's day.
with readings as (
    select
        usage_date,
        delivery_scope,
        source_name,
        gpu_model_name,
        sum(coalesce(provisioned_hours, allocated_hours)) as gpu_hours,
        sum(energy_kwh) as energy_kwh,
        sum(energy_hours) as energy_hours
    from {{ ref('fct_gpu_hours') }}
    group by usage_date, delivery_scope, source_name, gpu_model_name
),

-- Two sources that watch one cluster are two answers, never a sum.
sources as (
    select
        usage_date,
        delivery_scope,
        source_name,
        row_number() over (
            partition by usage_date, delivery_scope
            order by coalesce(sum(energy_hours), 0) desc, source_name asc
        ) as place
    from readings
    group by usage_date, delivery_scope, source_name
),

names as (
    select distinct gpu_model_name from readings
),

kinds as (
    select
        names.gpu_model_name,
        machines.accelerator,
        row_number() over (
            partition by names.gpu_model_name
            order by length(machines.gpu_kind) desc, machines.accelerator asc
        ) as place
    from names
    inner join {{ ref('accelerators') }} as machines
        on
            upper(names.gpu_model_name) like '%' || upper(machines.gpu_kind) || '%'
            and machines.is_default_of_kind
)

select
    readings.usage_date,
    readings.delivery_scope,
    kinds.accelerator,
    readings.gpu_hours,
    readings.energy_kwh,
    readings.energy_hours
from readings
inner join sources
    on
        readings.usage_date = sources.usage_date
        and readings.delivery_scope = sources.delivery_scope
        and readings.source_name = sources.source_name
        and sources.place = 1
left join kinds on readings.gpu_model_name = kinds.gpu_model_name and kinds.place = 1
