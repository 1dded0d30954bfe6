-- One row per gateway, key, currency and day with attempts: which part failed on earlier days, and its cost.
{%- set rules = warning_rules() %}
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency'] %}
with days as (
    select
        {{ keys | join(', ') }},
        usage_date,
        sum(count_attempts) as count_attempts,
        sum(count_failed) as count_failed,
        sum(failed_cost) as failed_cost
    from {{ ref('int_warning_key_hours') }}
    group by {{ keys | join(', ') }}, usage_date
)

select
    {{ columns_of('days', keys) }},
    days.usage_date,
    {{ median_of(ratio('earlier.count_failed', 'earlier.count_attempts')) }} as usual,
    {{ median_of(ratio('coalesce(earlier.failed_cost, 0)', 'earlier.count_attempts')) }} as usual_cost
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
