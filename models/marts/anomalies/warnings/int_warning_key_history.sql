-- One row per key, currency and hour with cost, and earlier day of its kind: what the same hour cost then.
{%- set rules = warning_rules() %}
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency', 'usage_date', 'usage_hour'] %}
with hours as (
    select * from {{ ref('int_warning_key_hours') }}
),

gateways as (
    select * from {{ ref('int_warning_gateways') }}
)

-- An hour without attempts cost nothing, and counts.
select
    {{ columns_of('hours', keys) }},
    cast(hours.observed_cost as double) as cost,
    {{ ratio('hours.observed_cost', 'hours.count_attempts') }} as cost_of_this_attempt,
    cast(coalesce(earlier.observed_cost, 0) as double) as earlier_cost,
    coalesce(earlier.count_attempts, 0) as earlier_attempts
from hours
inner join gateways as today
    on
        hours.source_name = today.source_name
        and hours.delivery_scope = today.delivery_scope
        and hours.usage_date = today.usage_date
inner join gateways as earlier_days
    on
        today.source_name = earlier_days.source_name
        and today.delivery_scope = earlier_days.delivery_scope
        and today.is_weekend = earlier_days.is_weekend
        and today.usage_date > earlier_days.usage_date
        and today.usage_date <= earlier_days.usage_date + {{ rules.history_days }}
        and hours.first_date <= earlier_days.usage_date
left join hours as earlier
    on
        hours.source_name = earlier.source_name
        and hours.delivery_scope = earlier.delivery_scope
        and hours.api_key_id = earlier.api_key_id
        and hours.currency = earlier.currency
        and hours.hour_of_day = earlier.hour_of_day
        and earlier_days.usage_date = earlier.usage_date
where
    today.is_warm
    and hours.usage_date >= hours.first_date + {{ rules.warm_up_days }}
    and hours.observed_cost > 0
