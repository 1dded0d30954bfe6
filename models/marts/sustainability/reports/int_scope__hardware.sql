-- One row per own asset: what making it emitted, in full, in the month of its purchase.
with hardware as (
    select * from {{ ref('dim_hardware') }}
),

machines as (
    select * from {{ ref('accelerators') }}
)

select
    hardware.asset_id,
    hardware.site,
    {{ period_of('hardware.purchased_on') }} as usage_period,
    {% for end in ends() %}
        {{ money_times(
            money_times('hardware.quantity', 'coalesce(hardware.embodied_kg, machines.embodied_kg_' ~ end ~ ')'), '1000'
        ) }} as location_g_{{ end }},
    {% endfor %}
    coalesce(hardware.embodied_kg, machines.embodied_kg_central) is null as is_unknown
from hardware
left join machines on hardware.accelerator = machines.accelerator
