-- One row per work, way to know its energy and basis of the grid's factor: T2 and T3.
with facility as (
    select * from {{ ref('int_energy__facility') }}
),

grids as (
    select * from {{ ref('int_places__grids') }}
)

-- Where no grid is known the energy stands alone, with the basis `none`.
select
    facility.work_id,
    facility.evidence_tier,
    facility.method,
    facility.evidence_grade,
    facility.method_version,
    coalesce(grids.factor_basis, 'none') as factor_basis,
    'use of facility energy; hardware apart' as boundary,
    {% for measure in ends_of('it_kwh') + ends_of('facility_kwh') %}
        facility.{{ measure }},
    {% endfor %}
    {% for end in ends() %}
        {{ carbon_g('facility.facility_kwh_' ~ end, 'grids.g_per_kwh') }} as location_g_{{ end }},
    {% endfor %}
    cast(null as decimal(28, 12)) as market_g,
    {% for measure in ends_of('embodied_g') + ends_of('water_litres') %}
        facility.{{ measure }},
    {% endfor %}
    facility.energy_reason,
    case
        when facility.facility_kwh_central is null then 'no_energy'
        when grids.g_per_kwh is null then 'no_grid_factor'
    end as carbon_reason,
    grids.zone as grid_zone,
    grids.data_year as grid_data_year,
    grids.g_per_kwh as grid_g_per_kwh
from facility
left join grids
    on
        facility.provider_name = grids.provider_name
        and facility.region_id = grids.region_id
        and facility.site_name = grids.site_name
        and facility.usage_year = grids.usage_year
