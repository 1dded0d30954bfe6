-- One row per month, provider, model, basis and unit: carbon of use and of hardware, and how many units.
with emissions as (
    select
        *,
        row_number() over (
            partition by work_id, factor_basis order by {{ method_order('method') }}
        ) as place
    from {{ ref('fct_emissions_daily') }}
    where evidence_tier = 'T3' and factor_basis in ('direct', 'lifecycle') and location_g_central is not null
),

works as (
    select * from emissions
    where place = 1
)

{% for unit, units in [('million_tokens', 'count_tokens'), ('request', 'count_requests')] %}
    select
        usage_period, provider_name, work_name, factor_basis,
        '{{ unit }}' as functional_unit,
        {% for end in ends() %}
            cast(sum(location_g_{{ end }}) as decimal(28, 12)) as use_g_{{ end }},
            cast({{ sum_if_all('embodied_g_' ~ end) }} as decimal(28, 12)) as embodied_g_{{ end }},
        {% endfor %}
        cast(sum({{ units }}) as decimal(28, 12)) as count_units
    from works
    where {{ units }} > 0
    group by usage_period, provider_name, work_name, factor_basis
    union all
{% endfor %}
select
    usage_period, provider_name, work_name, factor_basis, functional_unit,
    {% for end in ends() %}
        use_g_{{ end }},
        embodied_g_{{ end }},
    {% endfor %}
    count_units
from {{ ref('int_sci_customers') }}
