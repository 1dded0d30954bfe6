-- One row per place and year: PUE and on-site water, of the site, else region, provider, or its kind.
with known as (
    select
        provider_name, region_id, cast(null as varchar) as site_name, data_year, known_from,
        source as told_by,
        {% for measure in ends_of('pue') + ends_of('wue_onsite') %}
            {{ measure }},
        {% endfor %}
        case when provider_name = '*' then 4 when region_id = '*' then 3 else 2 end as distance
    from {{ ref('datacentre_efficiency') }}
    union all
    select
        'Own assets' as provider_name, '*' as region_id, site as site_name,
        cast(null as integer) as data_year, cast(null as date) as known_from, 'list sites' as told_by,
        {% for measure in ['pue', 'wue_onsite'] %}
            {% for end in ends() %}
                {{ measure }} as {{ measure }}_{{ end }},
            {% endfor %}
        {% endfor %}
        1 as distance
    from {{ ref('dim_site') }}
),

candidates as (
    select
        places.provider_name as place_provider,
        places.region_id as place_region,
        places.site_name as place_site,
        places.usage_year,
        known.*,
        coalesce(known.data_year, 0) as order_year
    from {{ ref('int_places') }} as places
    inner join known
        on
            known.provider_name in (places.provider_name, '*')
            and known.region_id in (places.region_id, '*')
            and coalesce(known.site_name, places.site_name) = places.site_name
    where coalesce(known.data_year, 0) <= places.usage_year
),

ranked as (
    select
        *,
        {% for measure in ['pue', 'wue_onsite'] %}
            row_number() over (
                partition by place_provider, place_region, place_site, usage_year
                order by
                    case when {{ measure }}_central is null then 9 else distance end asc, order_year desc,
                    known_from desc, told_by asc
            ) as {{ measure }}_place,
        {% endfor %}
        true as is_ranked
    from candidates
)

select
    place_provider as provider_name,
    place_region as region_id,
    place_site as site_name,
    usage_year,
    {% for end in ends() %}
        max(case when pue_place = 1 then pue_{{ end }} end) as pue_{{ end }},
        max(case when wue_onsite_place = 1 then wue_onsite_{{ end }} end) as wue_onsite_{{ end }},
    {% endfor %}
    max(case when pue_place = 1 then told_by end) as pue_source
from ranked
group by place_provider, place_region, place_site, usage_year
