-- One row per event: flagged days of a series and direction, with at most two quiet ones between them.
with flags as (
    select
        *,
        lag(charge_date) over (partition by series_id, direction order by charge_date) as date_before
    from {{ ref('int_anomaly_flags__told') }}
),

numbered as (
    select
        *,
        sum(
            case
                when date_before is null then 1
                when {{ days_between('date_before', 'charge_date') }} > {{ anomaly_rules().gap_days + 1 }}
                    then 1
                else 0
            end
        ) over (
            partition by series_id, direction order by charge_date
            rows between unbounded preceding and current row
        ) as event_number
    from flags
)

select
    series_id,
    direction,
    min(charge_date) as first_date,
    max(charge_date) as last_date,
    count(*) as count_days,
    {% for cost in ['expected_cost', 'actual_cost', 'excess_cost'] -%}
        cast(sum({{ cost }}) as decimal(38, 12)) as {{ cost }},
    {% endfor -%}
    max(case when date_before is null or z is not null then drift end) as drift,
    count(z) = 0 as is_new,
    max(medium_cost) as medium_cost,
    max(high_cost) as high_cost
from numbered
group by series_id, direction, event_number
-- Among many series some day is far off by chance; two of them hardly are.
having count(*) > 1 or count(z) = 0 or max(abs(z)) > {{ anomaly_rules().z_alone }}
