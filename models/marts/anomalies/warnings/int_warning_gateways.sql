-- One row per gateway and day from its first to its last, with whether it has been heard of long enough.
{%- set rules = warning_rules() %}
with gateways as (
    select
        source_name,
        delivery_scope,
        min(usage_date) as first_date,
        max(usage_date) as last_date,
        max(usage_hour) as newest_hour
    from {{ ref('int_warning_attempts') }}
    group by source_name, delivery_scope
),

days as (
    select
        *,
        {{ each_day('first_date', 'last_date') }} as usage_date
    from gateways
)

select
    source_name,
    delivery_scope,
    first_date,
    newest_hour,
    usage_date,
    {{ is_weekend('usage_date') }} as is_weekend,
    usage_date >= first_date + {{ rules.warm_up_days }} as is_warm
from days
