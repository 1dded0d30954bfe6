-- One row per gateway, key, model, currencies and hour with attempts.
{%- set keys = [
    'source_name', 'delivery_scope', 'api_key_id', 'provider_name', 'model_name', 'currency', 'list_currency',
    'usage_date', 'usage_hour',
] %}
{%- set costs = [
    'observed_cost', 'highest_observed_cost', 'list_cost', 'input_list_cost', 'cache_read_list_cost',
] %}
select
    {{ keys | join(', ') }},
    count(*) as count_attempts,
    count(case when is_failed then 1 end) as count_failed,
    count(case when is_retry then 1 end) as count_retries,
    count(is_retry) as count_retries_known,
    count(case when observed_cost is null then 1 end) as count_unpriced,
    cast(sum(input_tokens) as bigint) as input_tokens,
    cast(sum(cache_read_tokens) as bigint) as cache_read_tokens,
    cast(sum(prompt_tokens) as bigint) as prompt_tokens,
    {% for cost in costs -%}
        cast(sum({{ cost }}) as decimal(38, 12)) as {{ cost }},
    {% endfor -%}
    cast(sum(case when is_failed then observed_cost end) as decimal(38, 12)) as failed_cost,
    cast(sum(case when is_failed then highest_observed_cost end) as decimal(38, 12)) as highest_failed_cost,
    max(reason) as reason
from {{ ref('int_warning_attempts') }}
group by {{ keys | join(', ') }}
