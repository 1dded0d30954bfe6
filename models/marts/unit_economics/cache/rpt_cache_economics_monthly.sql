-- One row per billing period, provider, scope, account, key, model, tier and currency of prompts that count.
{%- set keys = [
    'billing_period', 'provider_name', 'delivery_scope', 'sub_account_id', 'api_key_id', 'model_id', 'service_tier',
    'currency',
] %}
{%- set tokens = ['prompt_tokens', 'uncached_tokens', 'read_tokens', 'write_tokens'] %}
{%- set costs = ['prompt_cost', 'uncached_cost', 'read_saving', 'write_surcharge', 'net_saving'] %}

with months as (
    select
        {{ keys | join(', ') }},
        count(*) as count_days,
        count(case when is_losing then 1 end) as count_losing_days,
        count(case when is_prefix_broken then 1 end) as count_broken_days,
        count(history_reason) as count_days_without_history,
        {% for column in tokens -%}
            cast(sum({{ column }}) as bigint) as {{ column }},
        {% endfor -%}
        {% for column in costs -%}
            {{ sum_if_all(column) }} as {{ column }},
        {% endfor -%}
        cast(sum(potential_saving) as decimal(38, 12)) as potential_saving,
        cast(sum(broken_prefix_cost) as decimal(38, 12)) as broken_prefix_cost,
        max(reason) as reason
    from {{ ref('fct_cache_economics') }}
    group by {{ keys | join(', ') }}
)

select
    {{ keys | join(', ') }},
    count_days, count_losing_days, count_broken_days, count_days_without_history,
    {{ tokens | join(', ') }},
    {{ ratio('read_tokens', 'prompt_tokens') }} as hit_rate,
    {{ ratio('read_tokens', 'write_tokens') }} as reads_per_write,
    {{ costs | join(', ') }},
    {{ ratio('net_saving', 'uncached_cost') }} as cache_cost_efficiency,
    net_saving < 0 as is_losing,
    potential_saving, broken_prefix_cost,
    cast(reason as varchar) as reason
from months
