-- One row per place, year and basis: grams per kWh of its grid; bases are never joined.
with candidates as (
    select
        places.provider_name,
        places.region_id,
        places.site_name,
        places.usage_year,
        grids.factor_basis,
        grids.zone,
        grids.data_year,
        grids.g_per_kwh,
        row_number() over (
            partition by
                places.provider_name, places.region_id, places.site_name, places.usage_year,
                grids.factor_basis
            order by
                places.distance asc, coalesce(grids.data_year, 0) desc, grids.known_from desc,
                grids.zone asc
        ) as place
    from {{ ref('int_places__zones') }} as places
    inner join {{ ref('grid_intensity') }} as grids
        on places.zone = grids.zone and places.factor_basis = grids.factor_basis
    where coalesce(grids.data_year, 0) <= places.usage_year
)

select * from candidates
where place = 1
