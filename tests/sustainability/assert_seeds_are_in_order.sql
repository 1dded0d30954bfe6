-- No figure of the seeds has its ends out of order, and none of the grid is blank or below nothing.
{%- set figures = {
    'token_energy': ['wh_per_mtok', 'wh_per_request', 'embodied_g_per_mtok'],
    'token_energy_factors': ['factor'], 'spend_factors': ['kg_per_usd'], 'accelerators': ['embodied_kg'],
    'datacentre_efficiency': ['pue', 'wue_onsite'],
} %}
{% for seed, measures in figures.items() %}
    select '{{ seed }}' as seed
    from {{ ref(seed) }}
    where
        false
        {% for measure in measures %}
            or {{ out_of_order(measure) }}
        {% endfor %}
    union all
{% endfor %}
select 'grid_intensity' as seed
from {{ ref('grid_intensity') }}
where g_per_kwh is null or g_per_kwh < 0 or factor_basis not in ('direct', 'lifecycle')
union all
select 'energy_assumptions' as seed
from {{ ref('energy_assumptions') }}
where low > central or central > high
