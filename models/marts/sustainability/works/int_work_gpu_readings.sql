-- One row per day, cluster and accelerator that it measured: hours and energy of GPUs, and whose work it is.
with readings as (
    select * from {{ ref('int_work_gpu_readings__named') }}
),

own_sites as (
    select distinct coalesce(sub_account_id, billing_account_id, '') as account_id
    from {{ ref('fct_costs') }}
    where cost_origin = 'own_asset'
),

placed as (
    select
        readings.*,
        case
            when sites.boundary_approach = 'cloud' and sites.account_id is not null then 'gpus'
            when own_sites.account_id is not null or sites.boundary_approach != 'cloud' then 'own_hardware'
            else 'cluster'
        end as work_kind,
        sites.provider_name as cloud_provider,
        sites.account_id as cloud_account,
        sites.region_id as cloud_region
    from readings
    left join own_sites on readings.delivery_scope = own_sites.account_id
    left join {{ ref('dim_site') }} as sites on readings.delivery_scope = sites.site
)

-- Of a cloud that the list of sites names it is the work that is billed; machines in no bill are a cluster.
select
    usage_date,
    case work_kind when 'gpus' then cloud_provider when 'cluster' then 'unknown' else 'Own assets' end
        as provider_name,
    case work_kind when 'gpus' then cloud_account else delivery_scope end as account_id,
    case work_kind when 'gpus' then coalesce(cloud_region, '') else '' end as region_id,
    work_kind,
    case work_kind when 'gpus' then coalesce(accelerator, 'unknown') else delivery_scope end as work_name,
    accelerator,
    cast(sum(gpu_hours) as decimal(28, 12)) as gpu_hours,
    cast(sum(energy_kwh) as decimal(28, 12)) as energy_kwh,
    cast(sum(energy_hours) as decimal(28, 12)) as energy_hours
from placed
group by
    usage_date, work_kind, cloud_provider, cloud_account, cloud_region, delivery_scope, accelerator
