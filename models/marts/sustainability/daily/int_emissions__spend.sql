-- One row per work of AI that costs something: what a factor of spend says, T4.
with factors as (
    select
        *,
        row_number() over (partition by scope_name order by known_from desc) as recency
    from {{ ref('spend_factors') }}
),

works as (
    select * from {{ ref('int_works') }}
    where work_kind in ('tokens', 'gpus', 'services') and usd_cost > 0
)

select
    works.work_id,
    'T4' as evidence_tier,
    'spend_factor' as method,
    factors.evidence_grade,
    factors.source as method_version,
    factors.factor_basis,
    factors.boundary,
    {{ no_measures(ends_of('it_kwh') + ends_of('facility_kwh')) | indent(4) }}
    {% for end in ends() %}
        {{ money_times('works.usd_cost', 'factors.kg_per_usd_' ~ end ~ ' * 1000') }}
            as location_g_{{ end }},
    {% endfor %}
    {{ no_measures(['market_g'] + ends_of('embodied_g') + ends_of('water_litres')) | indent(4) }}
    'not_told_by_spend' as energy_reason,
    cast(null as varchar) as carbon_reason,
    cast(null as varchar) as grid_zone,
    cast(null as integer) as grid_data_year,
    cast(null as decimal(28, 12)) as grid_g_per_kwh
from works
inner join factors on works.scope_name = factors.scope_name and factors.recency = 1
