-- One row per gateway, currency, key (* for all) and day with sessions: dearest and busiest hour of one.
with hours as (
    select * from {{ ref('int_warning_session_hours') }}
)
{% for api_key_id in ['api_key_id', "'*'"] %}
    select
        source_name,
        delivery_scope,
        currency,
        {{ api_key_id }} as api_key_id,
        usage_date,
        cast(max(observed_cost) as double) as top_cost,
        cast(max(count_attempts) as double) as top_attempts
    from hours
    group by source_name, delivery_scope, currency, {{ api_key_id }}, usage_date
    {% if not loop.last %}union all{% endif %}
{% endfor %}
