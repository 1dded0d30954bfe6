-- One row per work in tokens: its energy by the token model, T3.
with classes as (
    select * from {{ ref('int_energy__token_classes') }}
),

models as (
    select * from {{ ref('int_energy__models') }}
),

added_up as (
    select
        work_id,
        provider_name,
        work_name,
        {% for end in ends() %}
            cast(sum(kwh_{{ end }}) as decimal(28, 12)) as kwh_{{ end }},
            cast({{ sum_if_all('embodied_g_' ~ end) }} as decimal(28, 12)) as embodied_g_{{ end }},
        {% endfor %}
        cast(sum(quantity) as bigint) as count_tokens,
        cast(sum(case when is_without_factor then quantity else 0 end) as bigint)
            as count_tokens_without_factor
    from classes
    group by work_id, provider_name, work_name
)

select
    added_up.work_id,
    'T3' as evidence_tier,
    'token_' || models.method as method,
    models.evidence_grade,
    models.source || '; token factors 1' as method_version,
    models.is_pue_included,
    {% for measure in ends_of('kwh') + ends_of('embodied_g') %}
        added_up.{{ measure }},
    {% endfor %}
    case when added_up.count_tokens_without_factor > 0 then 'tokens_without_factor' end as energy_reason
from added_up
left join models
    on added_up.provider_name = models.work_provider_name and added_up.work_name = models.work_name
