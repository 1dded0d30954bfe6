-- One row per place and year whose country is known: litres that make one kWh.
with candidates as (
    select
        places.provider_name,
        places.region_id,
        places.site_name,
        places.usage_year,
        water.zone,
        water.litres_per_kwh,
        row_number() over (
            partition by places.provider_name, places.region_id, places.site_name, places.usage_year
            order by places.distance asc, water.known_from desc, water.zone asc
        ) as place
    from {{ ref('int_places__zones') }} as places
    inner join {{ ref('grid_water') }} as water on places.zone = water.zone
    where places.factor_basis = 'water'
)

select * from candidates
where place = 1
