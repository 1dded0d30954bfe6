-- One row per gateway, key, model, list currency and day with prompts: their tokens and what they cost.
{%- set keys = [
    'source_name', 'delivery_scope', 'api_key_id', 'provider_name', 'model_name', 'list_currency', 'usage_date',
] %}
select
    {{ keys | join(', ') }},
    {% for counted in ['count_attempts', 'input_tokens', 'cache_read_tokens', 'prompt_tokens'] -%}
        cast(sum({{ counted }}) as bigint) as {{ counted }},
    {% endfor -%}
    cast(sum(input_list_cost) as decimal(38, 12)) as input_list_cost,
    cast(sum(cache_read_list_cost) as decimal(38, 12)) as cache_read_list_cost
from {{ ref('int_warning_model_hours') }}
where prompt_tokens > 0 and provider_name is not null and model_name is not null
group by {{ keys | join(', ') }}
