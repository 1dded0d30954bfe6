-- No low end is above its central value and no central value above its high end; allocated parts may differ by rounding.
{{ config(group='sustainability') }}
{% for model, id in [('fct_emissions_daily', 'emission_id')] %}
    select {{ id }} as row_id
    from {{ ref(model) }}
    where
        {% for measure in ['it_kwh', 'facility_kwh', 'location_g', 'embodied_g', 'water_litres'] %}
            {{ out_of_order(measure) }} or
        {% endfor %}
        false
    union all
{% endfor %}
select allocated_emission_id as row_id
from {{ ref('fct_emissions_allocated') }}
where
    {% for measure in ['it_kwh', 'facility_kwh', 'location_g', 'embodied_g', 'water_litres'] %}
        {{ measure }}_low > {{ measure }}_central + 0.000000000001 or
        {{ measure }}_central > {{ measure }}_high + 0.000000000001 or
    {% endfor %}
    false
