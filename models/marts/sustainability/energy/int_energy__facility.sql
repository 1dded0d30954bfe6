-- One row per work and way to know its energy: IT and facility energy and water, the PUE applied once.
with energy as (
    select
        energy.*,
        works.provider_name,
        works.region_id,
        works.site_name,
        works.usage_year
    from {{ ref('int_energy') }} as energy
    inner join {{ ref('int_works') }} as works on energy.work_id = works.work_id
),

placed as (
    select
        energy.*,
        {% for end in ends() %}
            efficiency.pue_{{ end }},
            {{ litres_per_it_kwh(
                'efficiency.wue_onsite_' ~ end, 'efficiency.pue_' ~ end, 'water.litres_per_kwh'
            ) }} as litres_per_it_kwh_{{ end }},
        {% endfor %}
        water.zone as water_zone
    from energy
    left join {{ ref('int_places__efficiency') }} as efficiency
        on
            energy.provider_name = efficiency.provider_name
            and energy.region_id = efficiency.region_id
            and energy.site_name = efficiency.site_name
            and energy.usage_year = efficiency.usage_year
    left join {{ ref('int_places__water') }} as water
        on
            energy.provider_name = water.provider_name
            and energy.region_id = water.region_id
            and energy.site_name = water.site_name
            and energy.usage_year = water.usage_year
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
    site_name,
    usage_year,
    is_pue_included,
    {% for measure in ends_of('it_kwh') + ends_of('facility_kwh') + ends_of('embodied_g') + ends_of('pue') %}
        {{ measure }},
    {% endfor %}
    {% for end in ends() %}
        {{ water_litres('it_kwh_' ~ end, 'litres_per_it_kwh_' ~ end) }} as water_litres_{{ end }},
    {% endfor %}
    coalesce(
        energy_reason,
        case when kwh_central is null then 'no_energy_factor' end,
        case when pue_central is null then 'no_pue' end
    ) as energy_reason
from with_it
