-- One row per day, provider, scope, account, key, model and tier of prompts that count.
{%- set keys = [
    'usage_date', 'billing_period', 'provider_name', 'delivery_scope', 'sub_account_id', 'api_key_id', 'model_id',
    'service_tier',
] %}

with prompts as (
    select
        *,
        case when cache_action = 'read' then uncached_cost - contracted_cost else 0 end as read_saving,
        case when cache_action = 'write' then contracted_cost - uncached_cost else 0 end as write_surcharge
    from {{ ref('int_cache__prompts') }}
),

days as (
    select
        {{ keys | join(', ') }},
        {% for name, action in {'uncached': 'none', 'read': 'read', 'write': 'write'}.items() -%}
            cast(sum(case when cache_action = '{{ action }}' then quantity else 0 end) as bigint)
                as {{ name }}_tokens,
        {% endfor -%}
        cast(sum(quantity) as bigint) as prompt_tokens,
        cast(sum(contracted_cost) as decimal(38, 12)) as prompt_cost,
        cast(sum(uncached_cost) as decimal(38, 12)) as uncached_cost,
        cast(sum(read_saving) as decimal(38, 12)) as read_saving,
        cast(sum(write_surcharge) as decimal(38, 12)) as write_surcharge,
        max(cost_reason) as cost_reason,
        list_sort(list(distinct uncached_currency)) as currencies
    from prompts
    group by {{ keys | join(', ') }}
),

-- One price that is not known leaves the whole cost unknown.
with_reason as (
    select
        *,
        case
            when cost_reason is not null then cost_reason when len(currencies) > 1 then 'several_currencies'
        end as reason
    from days
)

select
    {{ keys | join(', ') }},
    case when len(currencies) = 1 then currencies[1] end as currency,
    prompt_tokens,
    uncached_tokens,
    read_tokens,
    write_tokens,
    {% for cost in ['prompt_cost', 'uncached_cost', 'read_saving', 'write_surcharge'] -%}
        case when reason is null then {{ cost }} end as {{ cost }},
    {% endfor -%}
    reason
from with_reason
