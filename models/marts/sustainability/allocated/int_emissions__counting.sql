-- One row per row of emissions with a measure that counts; what does not count is blank.
select
    emission_id,
    work_id,
    {% for measure in emission_measures() %}
        {% if measure == 'market_g' %}
            market_g,
        {% elif measure in ends_of('location_g') %}
            case when is_chosen then {{ measure }} end as {{ measure }},
        {% else %}
            case when is_energy_chosen then {{ measure }} end as {{ measure }},
        {% endif %}
    {% endfor %}
    case when is_chosen then effective_cost_reporting end as effective_cost_reporting
from {{ ref('fct_emissions_daily') }}
where is_chosen or is_energy_chosen or market_g is not null
