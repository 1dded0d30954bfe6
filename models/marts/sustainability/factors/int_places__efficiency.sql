-- One row per place and year: PUE and on-site water, of the region, else of the provider, else of its kind.
with candidates as (
    select
        places.provider_name as place_provider,
        places.region_id as place_region,
        places.usage_year,
        known.*,
        case
            when known.provider_name = '*' then 3
            when known.region_id = '*' then 2
            else 1
        end as distance
    from {{ ref('int_places') }} as places
    inner join {{ ref('datacentre_efficiency') }} as known
        on
            places.provider_name = known.provider_name and known.region_id in (places.region_id, '*')
            or known.provider_name = '*'
    where coalesce(known.data_year, 0) <= places.usage_year
),

ranked as (
    select
        *,
        row_number() over (
            partition by place_provider, place_region, usage_year
            order by pue_central is null, distance, data_year desc, known_from desc
        ) as pue_place,
        row_number() over (
            partition by place_provider, place_region, usage_year
            order by wue_onsite_central is null, distance, data_year desc, known_from desc
        ) as wue_place
    from candidates
)

select
    place_provider as provider_name,
    place_region as region_id,
    usage_year,
    {% for measure in ends_of('pue') %}
        max(case when pue_place = 1 then {{ measure }} end) as {{ measure }},
    {% endfor %}
    {% for measure in ends_of('wue_onsite') %}
        max(case when wue_place = 1 then {{ measure }} end) as {{ measure }},
    {% endfor %}
    max(case when pue_place = 1 then source end) as pue_source
from ranked
group by place_provider, place_region, usage_year
