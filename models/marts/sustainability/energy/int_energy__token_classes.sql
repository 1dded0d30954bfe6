-- One row per work in tokens and class: its energy, before or with the building as the source has it.
with tokens as (
    select * from {{ ref('int_work_tokens') }}
    where token_class != 'requests'
),

models as (
    select * from {{ ref('int_energy__models') }}
),

class_factors as (
    select * from {{ ref('int_energy__class_factors') }}
)

-- Energy that holds its input already has none for classes of input; a class without a factor has none at all.
select
    md5({{ identity(work_columns('tokens.')) }}) as work_id,
    tokens.usage_date,
    tokens.provider_name,
    tokens.work_name,
    tokens.token_class,
    tokens.quantity,
    models.is_pue_included,
    {% for end in ends() %}
        case
            when class_factors.is_input and models.is_input_covered then cast(0 as decimal(28, 12))
            else {{ tokens_kwh('tokens.quantity', 'models.wh_per_mtok_' ~ end, 'class_factors.factor_' ~ end) }}
        end as kwh_{{ end }},
        case
            when class_factors.is_input and models.is_input_covered then cast(0 as decimal(28, 12))
            else {{ tokens_kwh('tokens.quantity', 'models.wh_per_mtok_central', 'class_factors.own_factor_' ~ end) }}
        end as own_kwh_{{ end }},
        -- Hardware serves output; what input takes of it is in no figure.
        case
            when class_factors.is_input then cast(0 as decimal(28, 12))
            else {{ tokens_kwh('tokens.quantity', 'models.embodied_g_per_mtok_' ~ end, '1000') }}
        end as embodied_g_{{ end }},
    {% endfor %}
    class_factors.factor_central is null as is_without_factor
from tokens
left join models
    on tokens.provider_name = models.work_provider_name and tokens.work_name = models.work_name
left join class_factors on tokens.token_class = class_factors.token_class
