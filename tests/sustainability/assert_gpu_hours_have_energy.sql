-- GPU hours of an accelerator whose power is published have energy; of others the reason says that it is not.
{{ config(group='sustainability') }}
select works.work_id
from {{ ref('int_works') }} as works
left join {{ ref('accelerators') }} as machines on works.work_name = machines.accelerator
left join {{ ref('int_energy__facility') }} as energy on works.work_id = energy.work_id
where
    works.work_kind = 'gpus'
    and works.gpu_hours > 0
    and (
        machines.idle_w is not null and coalesce(energy.facility_kwh_low, 0) <= 0
        or machines.idle_w is null and energy.facility_kwh_central is not null
        or machines.idle_w is null and coalesce(energy.energy_reason, '') != 'no_power_curve'
    )
