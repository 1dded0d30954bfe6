-- One row per hour, key and model whose prompts were read from a cache far less than on earlier days.
{%- set rules = warning_rules() %}
{%- set keys = [
    'source_name', 'delivery_scope', 'api_key_id', 'provider_name', 'model_name', 'list_currency', 'usage_date',
] %}
with hours as (
    select * from {{ ref('int_warning_model_hours') }}
    where count_attempts >= {{ rules.least_calls }}
),

judged as (
    select
        hours.* exclude (currency, observed_cost, highest_observed_cost),
        hours.list_currency as currency,
        hours.list_cost as observed_cost,
        hours.list_cost as highest_observed_cost,
        baselines.usual,
        'broken_cache' as warning_kind,
        {{ identity(['hours.api_key_id', 'hours.provider_name', 'hours.model_name']) }} as scope_value,
        cast(null as varchar) as session_id,
        cast(null as timestamp) as began_at,
        hours.cache_read_tokens as count_shown,
        hours.prompt_tokens as count_of,
        cast(
            (baselines.usual * hours.prompt_tokens - hours.cache_read_tokens)
            * (baselines.input_price - baselines.read_price) as decimal(38, 12)
        ) as lost_cost
    from hours
    inner join {{ ref('int_warning_cache_baselines') }} as baselines
        on
            {%- for key in keys %}
                hours.{{ key }} = baselines.{{ key }} and
            {%- endfor %}
            true
    inner join {{ ref('int_warning_gateways') }} as gateways
        on
            hours.source_name = gateways.source_name
            and hours.delivery_scope = gateways.delivery_scope
            and hours.usage_date = gateways.usage_date
    where
        gateways.is_warm
        and baselines.usual >= {{ rules.cache_share }}
        and {{ ratio('hours.cache_read_tokens', 'hours.prompt_tokens') }}
        < {{ rules.cache_part }} * baselines.usual
),

-- What the same tokens would have cost, had as many of them been read as usual.
lost as (
    select
        *,
        observed_cost - lost_cost as expected_cost,
        lost_cost is null or observed_cost is null as is_sure
    from judged
)

select {{ warning_columns() | join(', ') }}
from lost
