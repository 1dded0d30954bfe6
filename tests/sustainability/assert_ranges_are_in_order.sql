-- No low end is above its central value and none of those above its high end; parts may differ by rounding.
{{ config(group='sustainability') }}
{%- set measures = ['it_kwh', 'facility_kwh', 'location_g', 'embodied_g', 'water_litres'] %}
select emission_id as row_id
from {{ ref('fct_emissions_daily') }}
where
    false
    {% for measure in measures %}
        or {{ out_of_order(measure) }}
    {% endfor %}
union all
select allocated_emission_id as row_id
from {{ ref('fct_emissions_allocated') }}
where
    false
    {% for measure in measures %}
        or {{ measure }}_low > {{ measure }}_central + 0.000000000001
        or {{ measure }}_central > {{ measure }}_high + 0.000000000001
    {% endfor %}
