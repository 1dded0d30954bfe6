-- One row per provider, model, class and day of tokens that a gateway saw, with list cost and requests.
{%- set classes = ['input', 'cache_read', 'cache_write', 'output', 'reasoning'] %}
with priced_requests as (
    select
        *,
        coalesce(model_id, 'unknown') as known_model_id
    from {{ ref('fct_priced_requests') }}
    where provider_name is not null and not coalesce(is_cache_hit, false)
),

-- Of one request the size is known, and so is its price: what a day's sum of an export leaves open.
by_class as (
    {% for class in classes %}
        select
            provider_name,
            known_model_id as model_id,
            '{{ class }}' as token_class,
            request_date as usage_date,
            {{ class }}_tokens as quantity,
            {{ class }}_list_cost as list_cost
        from priced_requests
        where {{ class }}_tokens > 0
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

requests as (
    select * from {{ ref('int_bill_match__requests') }}
),

by_day as (
    select
        provider_name,
        model_id,
        token_class,
        usage_date,
        cast(sum(quantity) as decimal(38, 12)) as ledger_tokens,
        {{ sum_if_all('list_cost') }} as ledger_list_cost
    from by_class
    group by provider_name, model_id, token_class, usage_date
)

select
    by_day.*,
    requests.ledger_requests,
    requests.usage_requests
from by_day
left join requests
    on
        by_day.provider_name = requests.provider_name
        and by_day.model_id = requests.model_id
        and by_day.usage_date = requests.usage_date
