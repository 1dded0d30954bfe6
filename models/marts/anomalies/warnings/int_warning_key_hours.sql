-- One row per gateway, key, currency and hour with attempts, all models together.
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency', 'usage_date', 'usage_hour'] %}
select
    {{ keys | join(', ') }},
    extract(hour from usage_hour) as hour_of_day,
    min(usage_date) over (partition by source_name, delivery_scope, api_key_id, currency) as first_date,
    case when min(provider_name) = max(provider_name) then min(provider_name) end as provider_name,
    case when min(model_name) = max(model_name) then min(model_name) end as model_name,
    {% for counted in ['count_attempts', 'count_failed', 'count_retries', 'count_retries_known'] -%}
        cast(sum({{ counted }}) as bigint) as {{ counted }},
    {% endfor -%}
    {% for cost in ['observed_cost', 'highest_observed_cost', 'failed_cost', 'highest_failed_cost'] -%}
        cast(sum({{ cost }}) as decimal(38, 12)) as {{ cost }},
    {% endfor -%}
    max(reason) as reason
from {{ ref('int_warning_model_hours') }}
group by {{ keys | join(', ') }}
