-- Facility energy is IT energy times one PUE; what holds the building stays; carbon follows facility energy.
{{ config(group='sustainability') }}
with facility as (
    select
        facility.*,
        {% for end in ends() %}
            energy.kwh_{{ end }} as given_kwh_{{ end }},
        {% endfor %}
        facility.work_id is not null as is_known
    from {{ ref('int_energy__facility') }} as facility
    inner join {{ ref('int_energy') }} as energy
        on facility.work_id = energy.work_id and facility.method = energy.method
),

carbon as (
    select * from {{ ref('int_emissions__energy') }}
)

select work_id
from facility
where
    abs(facility_kwh_central - it_kwh_central * pue_central) > 0.000000001 * (1 + facility_kwh_central)
    {% for end in ends() %}
        or case
            when is_pue_included then {{ differs('facility_kwh_' ~ end, 'given_kwh_' ~ end) }}
            else
                {{ differs('it_kwh_' ~ end, 'given_kwh_' ~ end) }}
                or abs(facility_kwh_{{ end }} - pue_{{ end }} * given_kwh_{{ end }}) > 0.000000001
        end
    {% endfor %}
union all
select work_id
from carbon
where
    (location_g_central is null) != (facility_kwh_central is null or grid_g_per_kwh is null)
    {% for end in ends() %}
        or abs(location_g_{{ end }} - facility_kwh_{{ end }} * grid_g_per_kwh) > 0.000000001
    {% endfor %}
