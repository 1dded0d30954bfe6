-- One row per work in tokens and class: its energy, before or with the building as the source has it.
with tokens as (
    select
        *,
        md5({{ identity(work_columns()) }}) as work_id,
        {{ scale_quantity('quantity', '0.000001') }} as count_mtok
    from {{ ref('int_work_tokens') }}
    where token_class != 'requests'
),

rates as (
    select * from {{ ref('int_energy__token_rates') }}
)

select
    tokens.work_id,
    tokens.usage_date,
    tokens.provider_name,
    tokens.work_name,
    tokens.token_class,
    tokens.quantity,
    rates.is_pue_included,
    {% for end in ends() %}
        {{ tokens_kwh('tokens.count_mtok', 'rates.kwh_per_mtok_' ~ end) }} as kwh_{{ end }},
        {{ tokens_kwh('tokens.count_mtok', 'rates.own_kwh_per_mtok_' ~ end) }} as own_kwh_{{ end }},
        {{ money_times('tokens.count_mtok', 'rates.embodied_g_per_mtok_' ~ end) }} as embodied_g_{{ end }},
    {% endfor %}
    coalesce(rates.is_without_factor, true) as is_without_factor
from tokens
left join rates
    on
        tokens.provider_name = rates.provider_name
        and tokens.work_name = rates.work_name
        and tokens.token_class = rates.token_class
