-- One row per hour of a session with far more calls and cost than the top hour of a session on usual days.
{%- set rules = warning_rules() %}
with hours as (
    select * from {{ ref('int_warning_session_hours') }}
    where count_attempts >= {{ rules.least_calls }}
),

baselines as (
    select * from {{ ref('int_warning_session_baselines') }}
),

-- By the key's own days; a key without enough of them is judged by all keys of its gateway.
judged as (
    select
        hours.*,
        'runaway_session' as warning_kind,
        hours.session_id as scope_value,
        cast(null as timestamp) as began_at,
        coalesce(own.usual_cost, of_all.usual_cost) as usual_cost,
        coalesce(own.usual_attempts, of_all.usual_attempts) as usual
    from hours
    inner join {{ ref('int_warning_gateways') }} as gateways
        on
            hours.source_name = gateways.source_name
            and hours.delivery_scope = gateways.delivery_scope
            and hours.usage_date = gateways.usage_date
    {%- for name, api_key_id in {'own': 'hours.api_key_id', 'of_all': "'*'"}.items() %}
        left join baselines as {{ name }}
            on
                hours.source_name = {{ name }}.source_name
                and hours.delivery_scope = {{ name }}.delivery_scope
                and hours.currency = {{ name }}.currency
                and {{ api_key_id }} = {{ name }}.api_key_id
                and hours.usage_date = {{ name }}.usage_date
    {%- endfor %}
    where gateways.is_warm
),

-- Without a price the calls alone say it.
unusual as (
    select
        *,
        case when observed_cost is not null then cast(usual_cost as decimal(38, 12)) end as expected_cost,
        count_attempts as count_shown,
        count_attempts as count_of,
        observed_cost is null as is_sure
    from judged
    where
        count_attempts > {{ rules.session_calls_times }} * usual
        and (observed_cost is null or cast(observed_cost as double) > {{ rules.session_times }} * usual_cost)
)

select {{ warning_columns() | join(', ') }}
from unusual
