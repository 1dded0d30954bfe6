-- One row per key, currency and day with cost: the top hour of usual days, and whether it keeps to its hours.
{%- set rules = warning_rules() %}
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency'] %}
with days as (
    select * from {{ ref('int_warning_key_days') }}
)

select
    {{ columns_of('days', keys) }},
    days.usage_date,
    {{ median_of('earlier.top_cost') }} as usual_top_cost,
    coalesce(
        {{ ratio('sum(earlier.count_jumps)', 'sum(earlier.count_hours)') }} <= {{ rules.jumps_share }}
        and count(case when earlier.count_hours > 0 then 1 end) >= {{ rules.days_needed }},
        false
    ) as is_regular
from days
inner join days as earlier
    on
        {%- for key in keys %}
            days.{{ key }} = earlier.{{ key }} and
        {%- endfor %}
        days.usage_date > earlier.usage_date
        and days.usage_date <= earlier.usage_date + {{ rules.history_days }}
group by {{ columns_of('days', keys) }}, days.usage_date
having count(*) >= {{ rules.days_needed }}
