-- One row per accelerator: watts of one with its part of the host, and grams of an hour of its life.
select
    machines.accelerator,
    machines.gpu_kind,
    machines.is_default_of_kind,
    {% for end in ends() %}
        {{ gpu_watts(
            'machines.idle_w', 'machines.max_w', 'assumed.utilisation_' ~ end, 'assumed.host_w_' ~ end
        ) }} as watts_{{ end }},
        {{ embodied_g_per_hour('machines.embodied_kg_' ~ end, 'machines.lifetime_hours') }}
            as embodied_g_per_hour_{{ end }},
        cast(assumed.host_w_{{ end }} as decimal(20, 12)) as host_w_{{ end }},
    {% endfor %}
    machines.idle_w is null as is_without_curve
from {{ ref('accelerators') }} as machines
cross join {{ ref('int_energy__assumptions') }} as assumed
