-- One row per series and day that can be judged: what was expected, what was billed, and how far apart.
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

-- What is new has nothing to be compared with: all its cost is in excess, and told of for its first held.
unlike_any as (
    select
        held.series_id,
        held.charge_date,
        held.cost as actual_cost,
        cast(0 as double) as drift,
        cast(null as double) as z,
        cast(0 as decimal(38, 12)) as expected_cost,
        held.charge_date < held.first_date + {{ rules.new_days }} as is_told
    from {{ ref('int_anomaly_days') }} as held
    inner join {{ ref('int_anomaly_series') }} as series on held.series_id = series.series_id
    left join judged on held.series_id = judged.series_id and held.charge_date = judged.charge_date
    where series.is_new and judged.series_id is null
),

scored as (
    select * from judged
    union all
    select * from unlike_any
)

select
    *,
    actual_cost - expected_cost as excess_cost,
    case when actual_cost < expected_cost then 'down' else 'up' end as direction
from scored
