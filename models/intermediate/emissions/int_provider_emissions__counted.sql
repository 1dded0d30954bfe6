-- One row per figure of a carbon report, and why it does not count, if so: of its month the newest model
-- version counts, of that the newest refresh, of that the finest level. When delivered does not matter.
{%- set month = 'source_name, delivery_scope, billing_account_id, usage_month' %}
with emissions as (
    select
        *,
        coalesce({{ version_order('model_version') }}, '') as version_order,
        report_level in ('resource', 'resource_group', 'subscription') as has_subscription,
        case report_level
            when 'service_region' then 1
            when 'resource' then 1
            when 'resource_group' then 2
            when 'subscription' then 3
            when 'resource_type' then 4
            when 'location' then 5
            else 6
        end as coarseness
    from {{ ref('int_provider_emissions__newest') }}
),

with_newest as (
    select
        *,
        max(version_order) over (partition by {{ month }}) as newest_version,
        max(refreshed_at) over (partition by {{ month }}, version_order) as newest_refresh
    from emissions
),

by_version as (
    select
        *,
        case
            when version_order != newest_version then 'older_model_version'
            when {{ differs('refreshed_at', 'newest_refresh') }} then 'older_refresh'
        end as outdated_reason
    from with_newest
),

with_finest as (
    select
        *,
        min(coarseness) over (partition by {{ month }}, outdated_reason) as finest,
        min(coarseness) over (
            partition by {{ month }}, outdated_reason, has_subscription, sub_account_id
        ) as finest_of_account
    from by_version
)

-- Levels that name no subscription cover all of them, so they count only where nothing finer is delivered.
select
    *,
    case
        when outdated_reason is not null then outdated_reason
        when report_level = 'service_region' then null
        when has_subscription and coarseness = finest_of_account then null
        when not has_subscription and coarseness = finest then null
        else 'told_by_a_finer_level'
    end as not_counted_reason
from with_finest
