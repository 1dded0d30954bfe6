-- One row per key, currency and day with cost: its dearest hour, and how many of its hours jumped.
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency', 'usage_date'] %}
select
    {{ columns_of('hours', keys) }},
    cast(max(hours.observed_cost) as double) as top_cost,
    count(baselines.usage_hour) as count_hours,
    count(
        case
            when {{ jumps('baselines.cost', 'baselines.usual_cost', 'baselines.cost_of_attempt') }} then 1
        end
    ) as count_jumps
from {{ ref('int_warning_key_hours') }} as hours
left join {{ ref('int_warning_key_baselines') }} as baselines
    on
        {%- for key in keys %}
            hours.{{ key }} = baselines.{{ key }} and
        {%- endfor %}
        hours.usage_hour = baselines.usage_hour
where hours.observed_cost > 0
group by {{ columns_of('hours', keys) }}
