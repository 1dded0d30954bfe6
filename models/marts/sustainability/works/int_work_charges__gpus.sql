-- One row per charge of GPU machines with hours: its accelerator, by machine type where known, else by kind.
with charges as (
    select * from {{ ref('int_gpu_charges') }}
    where gpu_hours > 0
),

costs as (
    select
        charge_id,
        lower(coalesce(sku_meter, '') || ' ' || coalesce(charge_description, '')) as words
    from {{ ref('fct_costs') }}
),

by_type as (
    select
        charges.charge_id,
        instances.accelerator,
        row_number() over (
            partition by charges.charge_id
            order by length(instances.instance_type) desc, instances.accelerator asc
        ) as place
    from charges
    inner join costs on charges.charge_id = costs.charge_id
    inner join {{ ref('instance_accelerators') }} as instances
        on
            charges.provider_name = instances.provider_name
            and costs.words like '%' || instances.instance_type || '%'
),

kinds as (
    select * from {{ ref('accelerators') }}
    where is_default_of_kind
)

select
    charges.charge_id,
    charges.gpu_hours,
    coalesce(by_type.accelerator, kinds.accelerator, charges.gpu_kind) as accelerator
from charges
left join by_type on charges.charge_id = by_type.charge_id and by_type.place = 1
left join kinds on charges.gpu_kind = kinds.gpu_kind
