-- One row per series and day with enough residuals before it: the drift of its level, and its spread, in log.
{%- set rules = anomaly_rules() %}
with residuals as (
    select * from {{ ref('int_anomaly_residuals') }}
),

before as (
    select
        residuals.series_id,
        residuals.charge_date,
        earlier.residual
    from residuals
    inner join residuals as earlier
        on
            residuals.series_id = earlier.series_id
            and residuals.charge_date > earlier.charge_date
            and residuals.charge_date <= earlier.charge_date + {{ rules.drift_days }}
),

drifts as (
    select
        series_id,
        charge_date,
        {{ median_of('residual') }} as drift
    from before
    group by series_id, charge_date
    having count(*) >= {{ rules.drift_days_needed }}
)

select
    drifts.series_id,
    drifts.charge_date,
    drifts.drift,
    greatest(1.4826 * {{ median_of('abs(before.residual - drifts.drift)') }}, {{ rules.least_scale }})
        as spread
from drifts
inner join before
    on drifts.series_id = before.series_id and drifts.charge_date = before.charge_date
group by drifts.series_id, drifts.charge_date, drifts.drift
