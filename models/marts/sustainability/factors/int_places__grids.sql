-- One row per place, year and basis: grams per kWh of its grid; bases are never joined.
with candidates as (
    select
        places.provider_name,
        places.region_id,
        places.usage_year,
        grids.factor_basis,
        grids.zone,
        grids.data_year,
        grids.g_per_kwh,
        grids.boundary,
        grids.source,
        row_number() over (
            partition by places.provider_name, places.region_id, places.usage_year, grids.factor_basis
            order by
                case when zones.region_id = '*' then 2 else 1 end, zones.priority, grids.data_year desc,
                grids.known_from desc
        ) as place
    from {{ ref('int_places') }} as places
    inner join {{ ref('grid_zones') }} as zones
        on places.provider_name = zones.provider_name and zones.region_id in (places.region_id, '*')
    inner join {{ ref('grid_intensity') }} as grids
        on zones.zone = grids.zone and zones.factor_basis = grids.factor_basis
    where coalesce(grids.data_year, 0) <= places.usage_year
)

select * from candidates
where place = 1
