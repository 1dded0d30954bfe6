-- One row per month, basis, functional unit and model or product: grams of CO2 equivalent of one unit.
select
    usage_period,
    factor_basis,
    functional_unit,
    case when functional_unit = 'customer' then 'product' else 'model' end as scope_kind,
    coalesce(provider_name, 'any') as provider_name,
    work_name as scope_id,
    count_units,
    {% for end in ends() %}
        use_g_{{ end }},
        embodied_g_{{ end }},
        {{ ratio('(use_g_' ~ end ~ ' + coalesce(embodied_g_' ~ end ~ ', 0))', 'count_units') }}
        * case when functional_unit = 'million_tokens' then 1000000 else 1 end as sci_g_{{ end }},
    {% endfor %}
    embodied_g_central is not null as has_embodied
from {{ ref('int_sci_units') }}
