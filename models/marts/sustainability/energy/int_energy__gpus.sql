-- One row per work of GPUs or cluster and way to know its energy: T2, hours times watts.
with hours as (
    select work_id, work_name as accelerator, gpu_hours, cast(null as decimal(28, 12)) as energy_kwh
    from {{ ref('int_works') }}
    where work_kind = 'gpus'
),

readings as (
    select
        md5({{ identity(work_columns('readings.')) }}) as work_id,
        kinds.accelerator,
        readings.gpu_hours,
        readings.energy_kwh,
        readings.energy_hours
    from {{ ref('int_work_gpu_readings') }} as readings
    left join {{ ref('accelerators') }} as kinds
        on readings.gpu_kind = kinds.gpu_kind and kinds.is_default_of_kind
),

-- Watts that were read go before the curve; both are told.
ways as (
    select *, gpu_hours as curve_hours, 'gpu_power_curve' as method, 'C' as evidence_grade from hours
    union all
    select
        work_id, accelerator, gpu_hours, cast(null as decimal(28, 12)) as energy_kwh, gpu_hours as curve_hours,
        'gpu_power_curve' as method, 'C' as evidence_grade
    from readings
    union all
    select
        work_id, accelerator, gpu_hours, energy_kwh,
        cast(gpu_hours - energy_hours as decimal(28, 12)) as curve_hours,
        'gpu_telemetry' as method, 'B' as evidence_grade
    from readings
    where energy_kwh is not null
),

with_energy as (
    select
        ways.work_id,
        ways.method,
        ways.evidence_grade,
        {% for end in ends() %}
            -- Read: the GPUs' own energy and the host's watts; hours that nobody read are of the curve.
            cast(
                coalesce(ways.energy_kwh, 0)
                + {{ money_times(money_times('(ways.gpu_hours - ways.curve_hours)', 'assumed.host_w_' ~ end), '0.001') }}
                + {{ gpu_kwh(
                    'ways.curve_hours', 'machines.idle_w', 'machines.max_w', 'assumed.utilisation_' ~ end,
                    'assumed.host_w_' ~ end
                ) }} as decimal(28, 12)
            ) as kwh_{{ end }},
            {{ embodied_g('ways.gpu_hours', 'machines.embodied_kg_' ~ end, 'machines.lifetime_hours') }}
                as embodied_g_{{ end }},
        {% endfor %}
        machines.idle_w is null as is_without_curve
    from ways
    cross join {{ ref('int_energy__assumptions') }} as assumed
    left join {{ ref('accelerators') }} as machines on ways.accelerator = machines.accelerator
)

select
    work_id,
    'T2' as evidence_tier,
    method,
    max(evidence_grade) as evidence_grade,
    'gpu hours 1' as method_version,
    false as is_pue_included,
    {% for measure in ends_of('kwh') + ends_of('embodied_g') %}
        cast({{ sum_if_all(measure) }} as decimal(28, 12)) as {{ measure }},
    {% endfor %}
    case when bool_or(is_without_curve) then 'no_power_curve' end as energy_reason
from with_energy
group by work_id, method
