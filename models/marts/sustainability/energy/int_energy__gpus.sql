-- One row per work of GPUs or cluster and way to know its energy: T2, hours times watts.
with ways as (
    select * from {{ ref('int_energy__gpu_ways') }}
),

with_energy as (
    select
        ways.work_id,
        ways.method,
        ways.evidence_grade,
        {% for end in ends() %}
            {{ gpu_kwh('ways.curve_hours', 'rates.watts_' ~ end) }} as curve_kwh_{{ end }},
            {{ gpu_kwh('ways.read_hours', 'rates.host_w_' ~ end) }} as host_kwh_{{ end }},
            {{ money_times('ways.gpu_hours', 'rates.embodied_g_per_hour_' ~ end) }}
                as embodied_g_{{ end }},
        {% endfor %}
        ways.read_kwh,
        coalesce(rates.is_without_curve, true) and ways.curve_hours > 0 as is_without_curve
    from ways
    left join {{ ref('int_energy__machine_rates') }} as rates on ways.accelerator = rates.accelerator
),

-- Readings are of GPUs alone: the host's watts are added for the hours that were read.
added as (
    select
        *,
        {% for end in ends() %}
            cast(
                case
                    when not is_without_curve
                        then read_kwh + host_kwh_{{ end }} + coalesce(curve_kwh_{{ end }}, 0)
                end as decimal(28, 12)
            ) as kwh_{{ end }},
        {% endfor %}
        true as is_added
    from with_energy
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
from added
group by work_id, method
