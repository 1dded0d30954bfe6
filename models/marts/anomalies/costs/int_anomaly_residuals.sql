-- One row per series and day with enough equal weekdays before it: how far it is from their median, in log.
{%- set rules = anomaly_rules() %}
with days as (
    select * from {{ ref('int_anomaly_days') }}
),

before as (
    {% for week in range(1, rules.weeks + 1) %}
        select
            series_id,
            charge_date + {{ 7 * week }} as charge_date,
            log_cost
        from days
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

weekdays as (
    select
        series_id,
        charge_date,
        {{ median_of('log_cost') }} as log_base
    from before
    group by series_id, charge_date
    having count(*) >= {{ rules.weeks_needed }}
)

select
    days.*,
    weekdays.log_base,
    days.log_cost - weekdays.log_base as residual
from days
inner join weekdays
    on days.series_id = weekdays.series_id and days.charge_date = weekdays.charge_date
