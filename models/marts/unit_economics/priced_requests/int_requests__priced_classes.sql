-- One row per attempt and token class that it has, with what one token costs at its size and hour.
{%- set classes = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'] %}
with requests as (
    select
        *,
        coalesce(input_tokens, 0) + coalesce(cache_read_tokens, 0) + coalesce(cache_write_tokens, 0)
            as prompt_tokens,
        extract(hour from started_at) * 60 + extract(minute from started_at) as minute_of_start
    from {{ ref('fct_ai_requests') }}
    where not coalesce(is_cache_hit, false)
),

by_class as (
    {% for class in classes %}
        select
            source_name,
            delivery_scope,
            request_id,
            request_date,
            provider_name,
            model_name,
            prompt_tokens,
            minute_of_start,
            '{{ class }}' as token_class,
            {{ class }}_tokens as quantity
        from requests
        where {{ class }}_tokens > 0
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

prices as (
    select * from {{ ref('int_request_prices') }}
)

select
    by_class.source_name,
    by_class.delivery_scope,
    by_class.request_id,
    by_class.token_class,
    by_class.quantity,
    prices.list_currency,
    prices.contracted_currency,
    min(prices.list_unit_price) as lowest_unit_price,
    max(prices.list_unit_price) as highest_unit_price,
    min(prices.contracted_unit_price) as lowest_contracted_unit_price,
    max(prices.contracted_unit_price) as highest_contracted_unit_price,
    case
        when by_class.model_name is null then 'model_not_said'
        when count(prices.provider_name) = 0 then 'model_not_in_price_book'
        when max(prices.price_reason) is not null then max(prices.price_reason)
        when count(prices.list_unit_price) = 0 then 'no_price_of_tier_and_class'
        when min(prices.list_unit_price) = max(prices.list_unit_price) then null
        when by_class.token_class = 'cache_write' then 'cache_duration_unknown'
        else 'region_scope_unknown'
    end as reason
from by_class
left join prices
    on
        by_class.provider_name = prices.provider_name
        and by_class.model_name = prices.model_name
        and by_class.token_class = prices.token_class
        and by_class.request_date = prices.usage_date
        and (prices.threshold_tokens = 0 or by_class.prompt_tokens > prices.threshold_tokens)
        and by_class.prompt_tokens <= coalesce(prices.next_threshold, by_class.prompt_tokens)
        and by_class.minute_of_start >= coalesce(prices.first_minute, 0)
        and by_class.minute_of_start < coalesce(prices.end_minute, 1440)
group by
    by_class.source_name, by_class.delivery_scope, by_class.request_id, by_class.model_name,
    by_class.token_class, by_class.quantity, prices.list_currency, prices.contracted_currency
