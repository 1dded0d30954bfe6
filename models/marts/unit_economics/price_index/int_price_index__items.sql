-- One row per kind of price, currency, period, provider, model, class, tier and context: cost and tokens.
{%- set item = ['provider_name', 'model_id', 'token_class', 'service_tier'] %}

with usage_rows as (
    select
        priced.*,
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('fct_priced_usage') }} as priced
    left join {{ ref('dim_ai_model') }} as models
        on priced.provider_name = models.provider_name and priced.model_name = models.model_name
    where priced.usage_role = 'counts' and priced.usage_unit = 'tokens'
),

billed as (
    select
        charges.*,
        coalesce(models.model_id, 'unknown') as model_id
    from {{ ref('fct_token_prices') }} as charges
    left join {{ ref('dim_ai_model') }} as models
        on charges.provider_name = models.provider_name and charges.model_name = models.model_name
),

by_kind as (
    {% for kind, currency in {'list': 'list_currency', 'contracted': 'contracted_currency'}.items() -%}
        select
            '{{ kind }}' as price_kind,
            case when {{ kind }}_cost is not null then {{ currency }} end as currency,
            billing_period,
            {{ item | join(', ') }},
            coalesce(context_window, 'unknown') as context_window,
            {{ kind }}_cost as priced_cost,
            cast(quantity as decimal(38, 12)) as tokens
        from usage_rows
        union all
    {% endfor -%}
    select
        'billed' as price_kind,
        case when tokens is not null then billing_currency end as currency,
        billing_period,
        {{ item | join(', ') }},
        -- Bills are not split by context.
        'all' as context_window,
        billed_cost as priced_cost,
        tokens
    from billed
)

-- What has no price stays here without a currency, so that it can be told how much that is.
select
    price_kind,
    currency,
    billing_period,
    provider_name,
    model_id,
    token_class,
    coalesce(service_tier, 'unknown') as service_tier,
    context_window,
    cast(sum(priced_cost) as decimal(38, 12)) as priced_cost,
    cast(sum(tokens) as decimal(38, 12)) as tokens
from by_kind
group by
    price_kind, currency, billing_period, provider_name, model_id, token_class,
    coalesce(service_tier, 'unknown'), context_window
