-- One row per series and day that can be judged: what was expected, what was billed, and how far apart they are.
{%- set rules = anomaly_rules() %}
with judged as (
    select
        residuals.series_id,
        residuals.charge_date,
        residuals.cost as actual_cost,
        drifts.drift,
        (residuals.residual - drifts.drift) / drifts.spread as z,
        cast(
            greatest(exp(residuals.log_base + drifts.drift) - {{ rules.small_cost }}, 0) as decimal(38, 12)
        ) as expected_cost,
        true as is_told
    from {{ ref('int_anomaly_residuals') }} as residuals
    inner join {{ ref('int_anomaly_drifts') }} as drifts
        on residuals.series_id = drifts.series_id and residuals.charge_date = drifts.charge_date
),

-- What is new has nothing to be compared with: all its cost is in excess, and told of for its first days.
fresh as (
    select
        days.series_id,
        days.charge_date,
        days.cost as actual_cost,
        cast(0 as double) as drift,
        cast(null as double) as z,
        cast(0 as decimal(38, 12)) as expected_cost,
        days.charge_date < days.first_date + {{ rules.new_days }} as is_told
    from {{ ref('int_anomaly_days') }} as days
    inner join {{ ref('int_anomaly_series') }} as series on days.series_id = series.series_id
    left join judged on days.series_id = judged.series_id and days.charge_date = judged.charge_date
    where series.is_new and judged.series_id is null
),

scored as (
    select * from judged
    union all
    select * from fresh
)

select
    *,
    actual_cost - expected_cost as excess_cost,
    case when actual_cost < expected_cost then 'down' else 'up' end as direction
from scored
