-- One row per place, basis and zone of the grid that may stand for it, by distance; `water` is its country.
with places as (
    select * from {{ ref('int_places') }}
),

zones as (
    select * from {{ ref('grid_zones') }}
)

select
    places.*,
    zones.factor_basis,
    zones.zone,
    case when zones.region_id = '*' then 10 else 0 end + zones.priority as distance
from places
inner join zones on places.provider_name = zones.provider_name and zones.region_id in (places.region_id, '*')
union all
select
    places.*,
    'water' as factor_basis,
    zones.zone,
    case when zones.region_id = '*' then 10 else 0 end as distance
from places
inner join zones on places.provider_name = zones.provider_name and zones.region_id in (places.region_id, '*')
where zones.factor_basis = 'lifecycle' and zones.priority = 2
{% for place_basis, place_zone in {
    'direct': 'direct_zone', 'lifecycle': 'lifecycle_zone', 'water': 'country',
}.items() %}
    union all
    select
        places.*,
        '{{ place_basis }}' as factor_basis,
        sites.{{ place_zone }} as zone_of_site,
        0 as distance
    from places
    inner join {{ ref('dim_site') }} as sites on places.site_name = sites.site
{% endfor %}
