-- One row per series and day from its first to its last complete one: cost, 0 where nothing was billed.
{%- set rules = anomaly_rules() %}
with series as (
    select
        series_id,
        first_date,
        {{ each_day('first_date', 'last_date') }} as charge_date
    from {{ ref('int_anomaly_series') }}
    where first_date <= last_date
),

held as (
    select
        series_id,
        charge_date,
        cast(sum(cost) as decimal(38, 12)) as cost,
        min(case when is_complete then 1 else 0 end) = 1 as is_complete
    from {{ ref('int_anomaly_source_days') }}
    group by series_id, charge_date
),

-- Days that a source of the series has not told of yet, while it is waited for.
awaited as (
    select distinct
        series.series_id,
        series.charge_date
    from series
    inner join {{ ref('int_anomaly_lags') }} as lags
        on
            series.series_id = lags.series_id
            and series.charge_date > lags.complete_until
            and series.charge_date <= lags.waited_until
)

select
    series.series_id,
    series.first_date,
    series.charge_date,
    coalesce(held.cost, 0) as cost,
    ln(greatest(cast(coalesce(held.cost, 0) as double), 0) + {{ rules.small_cost }}) as log_cost
from series
left join held
    on series.series_id = held.series_id and series.charge_date = held.charge_date
left join awaited
    on series.series_id = awaited.series_id and series.charge_date = awaited.charge_date
where coalesce(held.is_complete, true) and awaited.series_id is null
