-- One row per figure of a provider's carbon report: accounts, service, region, item, month, level, version.
with emissions as (
    select * from {{ ref('int_provider_emissions__counted') }}
),

identified as (
    select
        *,
        {{ identity(emissions_identity()) }} as provider_emission_id,
        not_counted_reason is null as is_counted,
        cast(scope_1_kg + scope_2_location_kg + scope_3_location_kg as decimal(38, 12)) as scopes_location_kg,
        cast(scope_1_kg + scope_2_market_kg + scope_3_market_kg as decimal(38, 12)) as scopes_market_kg
    from emissions
)

select
    provider_emission_id,
    source_name,
    delivery_scope,
    delivery_id,
    provider_name,
    billing_account_id,
    sub_account_id,
    service_id,
    service_name,
    region_id,
    item_id,
    usage_month,
    report_level,
    model_version,
    refreshed_at,
    is_counted,
    not_counted_reason,
    delivered_unit,
    scope_1_kg,
    scope_2_location_kg,
    scope_2_market_kg,
    scope_3_location_kg,
    scope_3_market_kg,
    total_location_kg,
    total_market_kg,
    cast(coalesce(total_location_kg, scopes_location_kg) as decimal(28, 12)) as location_based_kg,
    cast(coalesce(total_market_kg, scopes_market_kg) as decimal(28, 12)) as market_based_kg,
    cast(total_location_kg - scopes_location_kg as decimal(28, 12)) as location_based_gap_kg,
    cast(total_market_kg - scopes_market_kg as decimal(28, 12)) as market_based_gap_kg,
    case
        when is_unit_unknown then 'unknown_unit'
        when coalesce(total_location_kg, scopes_location_kg, total_market_kg, scopes_market_kg) is null
            then 'not_delivered'
        when coalesce(total_location_kg, scopes_location_kg) is null then 'market_based_only'
        when coalesce(total_market_kg, scopes_market_kg) is null then 'location_based_only'
    end as blank_reason
from identified
