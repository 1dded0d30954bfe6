-- One row per work and way to know its energy without its provider.
{%- set columns = (
    ['work_id', 'evidence_tier', 'method', 'evidence_grade', 'method_version', 'is_pue_included', 'energy_reason']
    + ends_of('kwh') + ends_of('embodied_g')
) | join(', ') %}

with metered as (
    select
        work_id,
        'T2' as evidence_tier,
        'power_meter' as method,
        'B' as evidence_grade,
        'power bill 1' as method_version,
        true as is_pue_included,
        {% for end in ends() %}
            metered_kwh as kwh_{{ end }},
            cast(null as decimal(28, 12)) as embodied_g_{{ end }},
        {% endfor %}
        cast(null as varchar) as energy_reason
    from {{ ref('int_works') }}
    where metered_kwh is not null
)

select {{ columns }} from metered
union all
select {{ columns }} from {{ ref('int_energy__gpus') }}
union all
select {{ columns }} from {{ ref('int_energy__tokens') }}
