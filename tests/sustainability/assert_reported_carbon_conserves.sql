-- Provider and month have exactly the kilograms of the newest version of each report, by both methods.
{{ config(group='sustainability') }}
with reported as (
    select
        provider_name,
        usage_month,
        source_name,
        location_based_kg,
        market_based_kg,
        {{ version_order('model_version') }} as version_text,
        max({{ version_order('model_version') }}) over (
            partition by source_name, delivery_scope, usage_month
        ) as newest_text
    from {{ ref('fct_provider_emissions') }}
    where coalesce(not_counted_reason, '') not in ('told_by_a_finer_level', 'older_refresh')
),

sides as (
    select
        provider_name, usage_month as usage_period,
        sum(location_based_kg) * 1000 as location_reported, sum(market_based_kg) * 1000 as market_reported,
        null as location_held, null as market_held
    from reported
    where coalesce(version_text, '') = coalesce(newest_text, '')
    group by provider_name, usage_month
    union all
    select
        provider_name,
        usage_period,
        null as location_reported,
        null as market_reported,
        sum(case when method = 'provider_export' then location_g_central end) as location_held,
        sum(market_g) as market_held
    from {{ ref('fct_emissions_daily') }}
    group by provider_name, usage_period
)

select
    provider_name,
    usage_period
from sides
group by provider_name, usage_period
having
    {{ differs('max(location_reported)', 'max(location_held)') }}
    or {{ differs('max(market_reported)', 'max(market_held)') }}
