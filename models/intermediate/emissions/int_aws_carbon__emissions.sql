-- One row per row of AWS's carbon emissions export, in kilograms, with the newest refresh of its delivery.
with emissions as (
    select * from {{ ref('stg_aws__carbon_emissions') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

in_kilograms as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        emissions.delivery_id,
        'Amazon Web Services' as provider_name,
        emissions.payer_account_id as billing_account_id,
        emissions.usage_account_id as sub_account_id,
        emissions.product_code as service_id,
        emissions.product_code as service_name,
        coalesce(emissions.region_code, emissions.place) as region_id,
        {{ period_of('emissions.usage_period_start') }} as usage_month,
        'service_region' as report_level,
        emissions.model_version,
        max(emissions.last_refresh_timestamp) over (
            partition by
                emissions.delivery_id, emissions.payer_account_id, emissions.model_version,
                {{ period_of('emissions.usage_period_start') }}
        ) as refreshed_at,
        coalesce(emissions.total_mbm_emissions_unit, emissions.total_lbm_emissions_unit) as delivered_unit,
        {{ kilograms('total_scope_1_emissions') }} as scope_1_kg,
        {{ kilograms('total_scope_2_lbm_emissions') }} as scope_2_location_kg,
        {{ kilograms('total_scope_2_mbm_emissions') }} as scope_2_market_kg,
        {{ kilograms('total_scope_3_lbm_emissions') }} as scope_3_location_kg,
        {{ kilograms('total_scope_3_mbm_emissions') }} as scope_3_market_kg,
        {{ kilograms('total_lbm_emissions') }} as total_location_kg,
        {{ kilograms('total_mbm_emissions') }} as total_market_kg,
        {{ has_unknown_unit([
            'total_scope_1_emissions',
            'total_scope_2_lbm_emissions',
            'total_scope_2_mbm_emissions',
            'total_scope_3_lbm_emissions',
            'total_scope_3_mbm_emissions',
            'total_lbm_emissions',
            'total_mbm_emissions'
        ]) }} as is_unit_unknown
    from emissions
    inner join deliveries on emissions.delivery_id = deliveries.delivery_id
)

select {{ emissions_row([
    'source_name', 'delivery_scope', 'billing_account_id', 'sub_account_id', 'service_id', 'region_id',
    'usage_month', 'report_level', 'model_version', 'refreshed_at', 'delivery_id', 'provider_name',
    'service_name', 'delivered_unit',
    'is_unit_unknown'] + emissions_measures()) }}
from in_kilograms
