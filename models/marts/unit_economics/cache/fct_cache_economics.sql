-- One row per day, provider, scope, account, key, model, tier and currency of prompts that count.
{%- set keys = [
    'usage_date', 'provider_name', 'delivery_scope', 'sub_account_id', 'api_key_id', 'model_id', 'service_tier',
    'currency',
] %}

with days as (
    select
        *,
        uncached_cost - prompt_cost as net_saving,
        {{ ratio('read_tokens', 'prompt_tokens') }} as hit_rate,
        case
            when reason is not null then 'cost_not_known'
            when history_days < {{ cache_history_days_needed() }} then 'history_too_short'
        end as history_reason,
        -- What the day would have cost as usual, and on a good day of the weeks before.
        {{ money_times('uncached_cost', 'usual_cost_part') }} as usual_cost,
        {{ money_times('uncached_cost', 'good_cost_part') }} as good_cost
    from {{ ref('int_cache__history') }}
),

judged as (
    select
        *,
        md5({{ identity(keys) }}) as cache_economics_id,
        case
            when history_reason is null
                then
                    coalesce(hit_rate < usual_hit_rate * {{ broken_prefix_part() }}, false)
                    and days_as_low * 4 <= history_days
                    and prompt_cost > usual_cost
        end as is_broken
    from days
)

select
    judged.cache_economics_id,
    judged.usage_date,
    judged.billing_period,
    judged.provider_name,
    judged.delivery_scope,
    coalesce(judged.sub_account_id, 'unknown') as sub_account_id,
    coalesce(judged.api_key_id, 'unknown') as api_key_id,
    judged.model_id,
    coalesce(judged.service_tier, 'unknown') as service_tier,
    coalesce(judged.currency, 'unknown') as currency,
    judged.prompt_tokens,
    judged.uncached_tokens,
    judged.read_tokens,
    judged.write_tokens,
    judged.hit_rate,
    {{ ratio('judged.read_tokens', 'judged.write_tokens') }} as reads_per_write,
    judged.prompt_cost,
    judged.uncached_cost,
    judged.read_saving,
    judged.write_surcharge,
    cast(judged.net_saving as decimal(38, 12)) as net_saving,
    {{ ratio('judged.net_saving', 'judged.uncached_cost') }} as cache_cost_efficiency,
    judged.net_saving < 0 as is_losing,
    {% for ttl in ['5m', '1h', 'unstated'] -%}
        break_even.break_even_reads_{{ ttl }},
        case
            when break_even.count_prices is null then 'price_missing'
            else break_even.break_even_reason_{{ ttl }}
        end as break_even_reason_{{ ttl }},
    {% endfor -%}
    judged.history_days,
    judged.usual_hit_rate,
    judged.good_date,
    cast(
        case when judged.history_reason is null then greatest(judged.prompt_cost - judged.good_cost, 0) end
        as decimal(38, 12)
    ) as potential_saving,
    judged.is_broken as is_prefix_broken,
    cast(
        case
            when judged.is_broken then judged.prompt_cost - judged.usual_cost
            when not judged.is_broken then 0
        end
        as decimal(38, 12)
    ) as broken_prefix_cost,
    cast(judged.history_reason as varchar) as history_reason,
    cast(judged.reason as varchar) as reason
from judged
left join {{ ref('int_cache__break_even') }} as break_even
    on
        judged.provider_name = break_even.provider_name
        and judged.model_id = break_even.model_id
        and coalesce(judged.service_tier, '') = coalesce(break_even.service_tier, '')
        and judged.usage_date = break_even.usage_date
