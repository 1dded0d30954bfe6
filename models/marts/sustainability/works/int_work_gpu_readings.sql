-- One row per day, cluster and kind of GPU that a cluster measured: hours and energy of its GPUs.
with readings as (
    select * from {{ ref('fct_gpu_hours') }}
),

own_sites as (
    select distinct coalesce(sub_account_id, billing_account_id, '') as account_id
    from {{ ref('fct_costs') }}
    where cost_origin = 'own_asset'
),

kinds as (
    select distinct gpu_kind, length(gpu_kind) as kind_length from {{ ref('accelerators') }}
),

named as (
    select
        readings.gpu_hour_id,
        kinds.gpu_kind,
        row_number() over (
            partition by readings.gpu_hour_id order by kinds.kind_length desc, kinds.gpu_kind
        ) as place
    from readings
    inner join kinds on upper(readings.gpu_model_name) like '%' || upper(kinds.gpu_kind) || '%'
)

-- A cluster of another's machines is work of its own that no bill names: `cluster`.
select
    readings.usage_date,
    case when own_sites.account_id is null then 'unknown' else 'Own assets' end as provider_name,
    readings.delivery_scope as account_id,
    '' as region_id,
    case when own_sites.account_id is null then 'cluster' else 'own_hardware' end as work_kind,
    readings.delivery_scope as work_name,
    named.gpu_kind,
    cast(sum(coalesce(readings.provisioned_hours, readings.allocated_hours)) as decimal(28, 12)) as gpu_hours,
    cast(sum(readings.energy_kwh) as decimal(28, 12)) as energy_kwh,
    cast(sum(readings.energy_hours) as decimal(28, 12)) as energy_hours
from readings
left join own_sites on readings.delivery_scope = own_sites.account_id
left join named on readings.gpu_hour_id = named.gpu_hour_id and named.place = 1
group by readings.usage_date, readings.delivery_scope, own_sites.account_id, named.gpu_kind
