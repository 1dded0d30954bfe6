-- One row per record of an Azure carbon report, in kilograms under its scope. Azure is market-based only.
with reported as (
    select * from {{ ref('int_azure_carbon__reported') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

in_kilograms as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        reported.delivery_id,
        'Microsoft' as provider_name,
        reported.subscription_id as sub_account_id,
        reported.resource_type as service_id, reported.resource_type as service_name,
        reported.place as region_id,
        reported.item_id,
        {{ period_of('reported.report_month') }} as usage_month,
        reported.report_level,
        coalesce(reported.emission_scope, 'all') as emission_scope,
        'kgCO2e' as delivered_unit,
        false as is_unit_unknown,
        case when reported.emission_scope = 'scope1' then reported.emissions_kg end as scope_1_kg,
        case when reported.emission_scope = 'scope2' then reported.emissions_kg end as scope_2_market_kg,
        case when reported.emission_scope = 'scope3' then reported.emissions_kg end as scope_3_market_kg,
        case
            when coalesce(reported.emission_scope, 'all') not in ('scope1', 'scope2', 'scope3')
                then reported.emissions_kg
        end as total_market_kg
    from reported
    inner join deliveries on reported.delivery_id = deliveries.delivery_id
)

select {{ emissions_row([
    'source_name', 'delivery_scope', 'sub_account_id', 'service_id', 'region_id', 'item_id', 'usage_month',
    'report_level', 'delivery_id', 'emission_scope', 'provider_name', 'service_name', 'delivered_unit',
    'is_unit_unknown', 'scope_1_kg', 'scope_2_market_kg', 'scope_3_market_kg', 'total_market_kg']) }}
from in_kilograms
