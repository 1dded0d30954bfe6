-- One row per work that its provider's carbon report tells of, or group that no work fits: T1.
select
    work_id,
    'T1' as evidence_tier,
    'provider_export' as method,
    'A' as evidence_grade,
    'provider ' || coalesce(model_version, 'without version') || '; by ' || shared_by as method_version,
    'provider' as factor_basis,
    'scopes 1 to 3 of the provider' as boundary,
    {{ no_measures(ends_of('it_kwh') + ends_of('facility_kwh')) | indent(4) }}
    {% for end in ends() %}
        location_g as location_g_{{ end }},
    {% endfor %}
    market_g,
    {{ no_measures(ends_of('embodied_g') + ends_of('water_litres')) | indent(4) }}
    'not_told_by_provider' as energy_reason,
    case when location_g is null then 'market_based_only' end as carbon_reason,
    cast(null as varchar) as grid_zone,
    cast(null as integer) as grid_data_year,
    cast(null as decimal(28, 12)) as grid_g_per_kwh
from {{ ref('int_provider_parts') }}
