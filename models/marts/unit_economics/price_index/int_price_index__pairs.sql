-- One row per scope, kind of price, currency, period and item of it or of the month it is compared with.
{%- set series = ['scope_kind', 'scope_id', 'price_kind', 'currency'] %}
{%- set item = ['provider_name', 'model_id', 'token_class', 'service_tier', 'context_window'] %}

with items as (
    select * from {{ ref('int_price_index__scoped') }}
),

months as (
    select * from {{ ref('int_price_index__months') }}
),

before as (
    select
        items.* replace (months.billing_period as billing_period)
    from items
    inner join months
        on
            items.scope_kind = months.scope_kind
            and items.scope_id = months.scope_id
            and items.price_kind = months.price_kind
            and items.currency = months.currency
            and items.billing_period = months.compared_period
),

pairs as (
    select
        {% for column in series + item -%}
            coalesce(items.{{ column }}, before.{{ column }}) as {{ column }},
        {% endfor -%}
        coalesce(items.billing_period, before.billing_period) as billing_period,
        items.priced_cost,
        items.tokens,
        before.priced_cost as compared_cost,
        before.tokens as compared_tokens
    from items
    full outer join before
        on
            items.scope_kind = before.scope_kind
            and items.scope_id = before.scope_id
            and items.price_kind = before.price_kind
            and items.currency = before.currency
            and items.billing_period = before.billing_period
            and items.provider_name = before.provider_name
            and items.model_id = before.model_id
            and items.token_class = before.token_class
            and items.service_tier = before.service_tier
            and items.context_window = before.context_window
)

-- What the tokens of one month had cost at the prices of the other; an index is made of their sums.
select
    *,
    priced_cost is not null and compared_cost is not null as is_matched,
    cast({{ ratio('priced_cost', 'tokens') }} * cast(compared_tokens as double) as decimal(38, 12))
        as compared_tokens_now,
    cast({{ ratio('compared_cost', 'compared_tokens') }} * cast(tokens as double) as decimal(38, 12))
        as tokens_before
from pairs
