-- One row per event: a run of days on which usage cost far more or less than the same weekdays before.
with events as (
    select * from {{ ref('int_anomaly_events__named') }}
),

changes as (
    select * from {{ ref('int_anomaly_changes') }}
)

select
    events.anomaly_id,
    events.scope_kind,
    events.scope_value,
    events.provider_name,
    events.service_name,
    events.model_name,
    events.currency,
    events.first_date,
    events.last_date,
    events.count_days,
    events.direction,
    events.expected_cost,
    events.actual_cost,
    events.excess_cost,
    case
        when abs(events.excess_cost) >= events.high_cost then 'high'
        when abs(events.excess_cost) >= events.medium_cost then 'medium'
        else 'low'
    end as severity,
    100 * (exp(events.drift) - 1) as drift_percent,
    case
        when {{ days_between('events.last_date', 'events.judged_until') }} <= {{ anomaly_rules().gap_days }}
            then 'open'
        else 'ended'
    end as status,
    events.is_new,
    changes.change_id as known_change_id,
    events.team,
    events.team as owner_name,
    {{ anomaly_sentence('events') }} as evidence,
    {{ anomaly_query('events') }} as evidence_query
from events
left join changes
    on
        events.series_id = changes.series_id
        and events.direction = changes.direction
        and events.first_date = changes.first_date
