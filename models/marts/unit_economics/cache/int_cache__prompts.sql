-- One row per row of prompt tokens that counts, with its cost and what it would cost without a cache.
with prompts as (
    select
        priced.*,
        coalesce(usage_rows.speed, 'standard') as speed,
        coalesce(models.model_id, 'unknown') as model_id,
        classes.cache_action,
        classes.modality
    from {{ ref('fct_priced_usage') }} as priced
    inner join {{ ref('token_classes') }} as classes
        on priced.token_class = classes.token_class and classes.direction = 'input'
    left join {{ ref('fct_token_usage') }} as usage_rows
        on priced.token_usage_id = usage_rows.token_usage_id
    left join {{ ref('dim_ai_model') }} as models
        on priced.provider_name = models.provider_name and priced.model_name = models.model_name
    where priced.usage_role = 'counts' and priced.usage_unit = 'tokens'
),

uncached as (
    select
        prices.*,
        classes.modality
    from {{ ref('int_usage_prices__contracted') }} as prices
    inner join {{ ref('token_classes') }} as classes
        on prices.token_class = classes.token_class
    where classes.direction = 'input' and classes.cache_action = 'none' and prices.usage_unit = 'tokens'
)

select
    prompts.*,
    {{ money_times('cast(prompts.quantity as decimal(28, 12))', 'uncached.contracted_unit_price') }}
        as uncached_cost,
    case when uncached.contracted_unit_price is not null then uncached.contract_currency end
        as uncached_currency,
    case
        when uncached.price_key is null then prompts.reason
        when uncached.contracted_unit_price is null then uncached.price_reason
        when prompts.contracted_cost is null then prompts.reason
        when prompts.contracted_currency != uncached.contract_currency then 'currency_differs'
    end as cost_reason
from prompts
left join uncached
    on
        prompts.provider_name = uncached.provider_name
        and prompts.model_name = uncached.model_name
        and coalesce(prompts.service_tier, '') = coalesce(uncached.service_tier, '')
        and prompts.speed = uncached.speed
        and coalesce(prompts.context_window, '') = coalesce(uncached.context_window, '')
        and prompts.modality = uncached.modality
        and prompts.usage_date = uncached.usage_date
