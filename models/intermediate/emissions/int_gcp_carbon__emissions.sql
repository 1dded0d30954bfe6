-- One row per row of Google Cloud's carbon footprint export, in kilograms.
with footprint as (
    select * from {{ ref('stg_gcp__carbon_footprint') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

in_kilograms as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        footprint.delivery_id,
        'Google Cloud' as provider_name,
        footprint.billing_account_id,
        coalesce(footprint.project_id, footprint.project_number) as sub_account_id,
        footprint.service_id,
        footprint.service_description as service_name,
        coalesce(footprint.region, footprint.place) as region_id,
        {{ period_of('footprint.usage_month') }} as usage_month,
        'service_region' as report_level,
        footprint.model_version,
        'kgCO2e' as delivered_unit,
        false as is_unit_unknown,
        footprint.scope_1_kg,
        footprint.scope_2_location_kg,
        footprint.scope_2_market_kg,
        -- Google tells scope 3 once: it is the same by either method.
        footprint.scope_3_kg as scope_3_location_kg,
        footprint.scope_3_kg as scope_3_market_kg,
        footprint.total_location_kg,
        footprint.total_market_kg
    from footprint
    inner join deliveries on footprint.delivery_id = deliveries.delivery_id
)

select {{ emissions_row([
    'source_name', 'delivery_scope', 'billing_account_id', 'sub_account_id', 'service_id', 'region_id',
    'usage_month',
    'report_level', 'model_version', 'delivery_id', 'provider_name', 'service_name', 'delivered_unit',
    'is_unit_unknown'
] + emissions_measures()) }}
from in_kilograms
