-- One row per figure of a carbon report, and whether it counts: of its month the newest model version, of that the newest
-- refresh, of that the finest level. What is delivered later does not matter, only what it says of itself.
{%- set month = 'source_name, delivery_scope, billing_account_id, usage_month' %}
with emissions as (
    select
        *,
        {{ version_order('model_version') }} as version_order,
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

by_version as (
    select
        *,
        coalesce(version_order, '') = max(coalesce(version_order, '')) over (partition by {{ month }})
            as is_newest_version
    from emissions
),

by_refresh as (
    select
        *,
        not {{ differs('refreshed_at', 'max(refreshed_at) over (partition by ' ~ month ~ ', version_order)') }}
            as is_newest_refresh
    from by_version
),

-- Levels that name no subscription cover all of them, so they count only where nothing finer is delivered.
by_level as (
    select
        *,
        coarseness = min(coarseness) over (
            partition by
                {{ month }}, is_newest_version, is_newest_refresh,
                case when report_level in ('resource', 'resource_group', 'subscription') then sub_account_id end,
                report_level in ('resource', 'resource_group', 'subscription')
        )
        and (
            coarseness <= 3
            or coarseness = min(coarseness) over (partition by {{ month }}, is_newest_version, is_newest_refresh)
        ) as is_finest_level
    from by_refresh
)

select
    *,
    case
        when not is_newest_version then 'older_model_version'
        when not is_newest_refresh then 'older_refresh'
        when not is_finest_level then 'told_by_a_finer_level'
    end as not_counted_reason
from by_level
