-- One row per gateway, currency, key (* for all) and day with sessions: the top hour of one on earlier days.
{%- set rules = warning_rules() %}
{%- set keys = ['source_name', 'delivery_scope', 'currency', 'api_key_id', 'usage_date'] %}
with days as (
    select * from {{ ref('int_warning_session_days') }}
)

select
    {{ columns_of('days', keys) }},
    {{ median_of('earlier.top_cost') }} as usual_cost,
    {{ median_of('earlier.top_attempts') }} as usual_attempts
from days
inner join days as earlier
    on
        days.source_name = earlier.source_name
        and days.delivery_scope = earlier.delivery_scope
        and days.currency = earlier.currency
        and days.api_key_id = earlier.api_key_id
        and days.usage_date > earlier.usage_date
        and days.usage_date <= earlier.usage_date + {{ rules.history_days }}
group by {{ columns_of('days', keys) }}
having count(*) >= {{ rules.days_needed }}
