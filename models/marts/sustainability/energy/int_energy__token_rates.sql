-- One row per provider, model and token class: energy and hardware of a million tokens.
with models as (
    select * from {{ ref('int_energy__models') }}
),

class_factors as (
    select * from {{ ref('int_energy__class_factors') }}
),

-- Energy that holds its input already has none for classes of input.
placed as (
    select
        models.*,
        class_factors.token_class,
        {% for factor in ends_of('factor') + ends_of('own_factor') %}
            case
                when class_factors.is_input and models.is_input_covered then 0 else class_factors.{{ factor }}
            end as {{ factor }},
        {% endfor %}
        class_factors.is_input
    from models
    cross join class_factors
)

-- Hardware serves output; what input takes of it is in no figure.
select
    work_provider_name as provider_name,
    work_name,
    token_class,
    {% for end in ends() %}
        {{ kwh_per_mtok('wh_per_mtok_' ~ end, 'factor_' ~ end) }} as kwh_per_mtok_{{ end }},
        {{ kwh_per_mtok('wh_per_mtok_central', 'own_factor_' ~ end) }} as own_kwh_per_mtok_{{ end }},
        cast(case when is_input then 0 else 1 end * embodied_g_per_mtok_{{ end }} as decimal(20, 12))
            as embodied_g_per_mtok_{{ end }},
    {% endfor %}
    is_pue_included,
    factor_central is null as is_without_factor
from placed
