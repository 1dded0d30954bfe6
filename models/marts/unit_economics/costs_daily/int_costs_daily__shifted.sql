-- One row per day and key with cost or usage that day, or cost 1 to 7 or 28 days before: now beside then.
with daily as (
    select
        charge_date, {{ costs_daily_keys() | join(', ') }}, {{ costs_daily_measures() | join(', ') }},
        count_parts,
        cast(null as decimal(38, 12)) as tokens,
        cast(null as decimal(38, 12)) as requests
    from {{ ref('int_costs_daily__costs') }}
    union all
    select
        charge_date, {{ costs_daily_keys() | join(', ') }},
        {% for measure in costs_daily_measures() %}
            cast(null as decimal(38, 12)) as {{ measure }},
        {% endfor %}
        cast(0 as bigint) as count_parts, tokens, requests
    from {{ ref('int_costs_daily__usage') }}
),

last_day as (
    {{ newest_data_day() | indent(4) }}
),

offsets as (
    select age_days
    from {{ ref('day_ages') }}
    where age_days <= 7 or age_days = 28
)

select
    cast(daily.charge_date + cast(offsets.age_days as integer) as date) as charge_date,
    {% for key in costs_daily_keys() %}
        daily.{{ key }},
    {% endfor %}
    {% for measure in costs_daily_measures() + ['tokens', 'requests'] %}
        sum(case when offsets.age_days = 0 then daily.{{ measure }} end) as {{ measure }},
    {% endfor %}
    {% for days in [1, 7, 28] %}
        sum(case when offsets.age_days = {{ days }} then daily.effective_cost end)
            as effective_cost_before_{{ days }}d,
    {% endfor %}
    sum(case when offsets.age_days < 7 then daily.effective_cost end) as effective_cost_7d,
    cast(sum(case when offsets.age_days = 0 then daily.count_parts else 0 end) as bigint) as count_parts
from daily
cross join offsets
cross join last_day
where offsets.age_days = 0 or daily.charge_date + cast(offsets.age_days as integer) <= last_day.charge_date
group by
    daily.charge_date + cast(offsets.age_days as integer), {{ costs_daily_keys() | join(', ') }}
