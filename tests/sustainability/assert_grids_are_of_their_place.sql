-- The factor of a place is of a zone that the lists give it for the same basis, of no later year.
{{ config(group='sustainability') }}
select
    grids.provider_name,
    grids.region_id,
    grids.factor_basis
from {{ ref('int_places__grids') }} as grids
left join {{ ref('int_places__zones') }} as zones
    on
        grids.provider_name = zones.provider_name
        and grids.region_id = zones.region_id
        and grids.site_name = zones.site_name
        and grids.usage_year = zones.usage_year
        and grids.factor_basis = zones.factor_basis
        and grids.zone = zones.zone
where zones.zone is null or coalesce(grids.data_year, 0) > grids.usage_year
