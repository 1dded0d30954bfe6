-- One row per event, with what its series is of, who owns it, and until when its series is judged.
with days as (
    select
        series_id,
        max(charge_date) as judged_until
    from {{ ref('int_anomaly_days') }}
    group by series_id
)

select
    events.*,
    md5({{ identity(['events.series_id', 'events.direction', 'events.first_date']) }}) as anomaly_id,
    series.scope_kind,
    series.scope_value,
    series.provider_name,
    series.service_name,
    series.model_name,
    series.currency,
    case
        when series.scope_kind in ('leaf', 'team') and series.scope_value not in ('shared', 'unowned')
            then series.scope_value
    end as team,
    days.judged_until
from {{ ref('int_anomaly_events') }} as events
inner join {{ ref('int_anomaly_series') }} as series on events.series_id = series.series_id
inner join days on events.series_id = days.series_id
