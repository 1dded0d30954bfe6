-- One row per gateway, key, session, currency and hour with attempts.
{%- set keys = [
    'source_name', 'delivery_scope', 'api_key_id', 'session_id', 'currency', 'usage_date', 'usage_hour',
] %}
select
    {{ keys | join(', ') }},
    case when min(provider_name) = max(provider_name) then min(provider_name) end as provider_name,
    case when min(model_name) = max(model_name) then min(model_name) end as model_name,
    count(*) as count_attempts,
    cast(sum(observed_cost) as decimal(38, 12)) as observed_cost,
    cast(sum(highest_observed_cost) as decimal(38, 12)) as highest_observed_cost,
    max(reason) as reason
from {{ ref('int_warning_attempts') }}
where session_id is not null
group by {{ keys | join(', ') }}
