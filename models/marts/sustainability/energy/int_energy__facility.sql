-- One row per work and way to know its energy: IT and facility energy, water and hardware, the PUE applied once.
with energy as (
    select
        energy.*,
        works.provider_name,
        works.region_id,
        cast(substr(works.usage_period, 1, 4) as integer) as usage_year
    from {{ ref('int_energy') }} as energy
    inner join {{ ref('int_works') }} as works on energy.work_id = works.work_id
),

placed as (
    select
        energy.*,
        {% for measure in ends_of('pue') + ends_of('wue_onsite') %}
            efficiency.{{ measure }},
        {% endfor %}
        water.litres_per_kwh
    from energy
    left join {{ ref('int_places__efficiency') }} as efficiency
        using (provider_name, region_id, usage_year)
    left join {{ ref('int_places__water') }} as water
        using (provider_name, region_id, usage_year)
),

-- What holds the building already is facility energy as it is; its IT energy is that over the PUE.
with_it as (
    select
        *,
        {% for end, other in [('low', 'high'), ('central', 'central'), ('high', 'low')] %}
            case
                when is_pue_included then {{ it_kwh_of_facility('kwh_' ~ end, 'pue_' ~ other) }}
                else kwh_{{ end }}
            end as it_kwh_{{ end }},
            case
                when is_pue_included then kwh_{{ end }} else {{ facility_kwh('kwh_' ~ end, 'pue_' ~ end) }}
            end as facility_kwh_{{ end }},
        {% endfor %}
        true as is_once
    from placed
)

select
    work_id,
    evidence_tier,
    method,
    evidence_grade,
    method_version,
    provider_name,
    region_id,
    usage_year,
    is_pue_included,
    {% for measure in ends_of('it_kwh') + ends_of('facility_kwh') + ends_of('embodied_g') + ends_of('pue') %}
        {{ measure }},
    {% endfor %}
    {% for end in ends() %}
        {{ water_litres('it_kwh_' ~ end, 'wue_onsite_' ~ end, 'pue_' ~ end, 'litres_per_kwh') }}
            as water_litres_{{ end }},
    {% endfor %}
    coalesce(
        energy_reason,
        case when kwh_central is null then 'no_energy_factor' end,
        case when pue_central is null then 'no_pue' end
    ) as energy_reason
from with_it
