-- One row per place and year whose country is known: litres that make one kWh.
with candidates as (
    select
        places.provider_name,
        places.region_id,
        places.usage_year,
        water.zone,
        water.litres_per_kwh,
        row_number() over (
            partition by places.provider_name, places.region_id, places.usage_year
            order by case when zones.region_id = '*' then 2 else 1 end, water.known_from desc, water.zone
        ) as place
    from {{ ref('int_places') }} as places
    inner join {{ ref('grid_zones') }} as zones
        on
            places.provider_name = zones.provider_name
            and zones.region_id in (places.region_id, '*')
            and zones.factor_basis = 'lifecycle'
            and zones.priority = 2
    inner join {{ ref('grid_water') }} as water on zones.zone = water.zone
)

select * from candidates
where place = 1
