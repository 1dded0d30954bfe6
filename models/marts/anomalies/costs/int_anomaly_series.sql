-- One row per series: what it is of, its days, and whether it is new though the data is older.
{%- set columns = [
    'series_id', 'scope_kind', 'scope_value', 'provider_name', 'service_name', 'model_name', 'currency',
] %}
with series as (
    select
        {{ columns | join(', ') }},
        min(charge_date) as first_date
    from {{ ref('int_anomaly_source_days') }}
    group by {{ columns | join(', ') }}
),

ends as (
    select
        series_id,
        max(complete_until) as last_date
    from {{ ref('int_anomaly_lags') }}
    group by series_id
)

-- A series is as old as the data of its currency, or newer by at least so many days.
select
    series.*,
    ends.last_date,
    series.scope_kind in ('leaf', 'service', 'provider')
    and series.first_date >= min(series.first_date) over (partition by series.currency)
    + {{ anomaly_rules().new_after_days }} as is_new
from series
inner join ends on series.series_id = ends.series_id
