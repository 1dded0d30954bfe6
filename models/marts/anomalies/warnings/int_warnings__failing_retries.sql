-- One row per hour of a key whose attempts failed and were made again, far more than on earlier days.
{%- set rules = warning_rules() %}
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency', 'usage_date'] %}
with hours as (
    select * from {{ ref('int_warning_key_hours') }}
    where count_failed >= {{ rules.least_calls }}
),

-- A failure that says no tokens costs 0; so many of them are told though.
judged as (
    select
        hours.* exclude (observed_cost, highest_observed_cost, reason),
        'failing_retries' as warning_kind,
        hours.api_key_id as scope_value,
        cast(null as varchar) as session_id,
        cast(null as timestamp) as began_at,
        hours.failed_cost as observed_cost,
        hours.highest_failed_cost as highest_observed_cost,
        hours.count_failed as count_shown,
        hours.count_attempts as count_of,
        baselines.usual,
        cast(baselines.usual_cost * hours.count_attempts as decimal(38, 12)) as expected_cost,
        hours.count_failed >= {{ rules.least_failed }} or hours.failed_cost is null as is_sure,
        coalesce(hours.reason, case when hours.failed_cost = 0 then 'failed_without_tokens' end) as reason
    from hours
    inner join {{ ref('int_warning_failure_baselines') }} as baselines
        on
            {%- for key in keys %}
                hours.{{ key }} = baselines.{{ key }} and
            {%- endfor %}
            true
    inner join {{ ref('int_warning_gateways') }} as gateways
        on
            hours.source_name = gateways.source_name
            and hours.delivery_scope = gateways.delivery_scope
            and hours.usage_date = gateways.usage_date
    where
        gateways.is_warm
        and {{ ratio('hours.count_failed', 'hours.count_attempts') }}
        >= greatest({{ rules.failed_share }}, least({{ rules.failed_times }} * baselines.usual, 0.9))
        and (hours.count_retries_known = 0 or hours.count_retries >= {{ rules.least_calls }} / 2)
)

select {{ warning_columns() | join(', ') }}
from judged
