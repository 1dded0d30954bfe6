-- One row per row of token usage that a list may price, with what it costs by list and contract of its day.
with usage_rows as (
    select
        *,
        {{ asked_tier() }} as asked_tier
    from {{ ref('fct_token_usage') }}
    where
        usage_unit in (
            'tokens', 'searches', 'file_searches', 'characters', 'seconds', 'images', 'sessions', 'bytes'
        )
),

prices as (
    select * from {{ ref('int_usage_prices__contracted') }}
),

priced as (
    select
        usage_rows.*,
        prices.contract_id,
        prices.unit_price,
        prices.lowest_unit_price,
        prices.highest_unit_price,
        prices.price_currency,
        prices.contracted_unit_price,
        prices.contract_currency,
        prices.price_basis,
        prices.is_price_start_unknown,
        prices.token_price_id,
        case
            when usage_rows.is_cache_hit then 'answered_by_gateway_cache'
            when prices.price_key is not null then prices.price_reason
            when usage_rows.model_name is null then 'model_not_said'
            when usage_rows.usage_unit in ('images', 'sessions', 'bytes') then 'unit_without_list_price'
            else 'model_not_in_price_book'
        end as reason
    from usage_rows
    left join prices
        on
            case when not coalesce(usage_rows.is_cache_hit, false) then usage_rows.provider_name end
            = prices.provider_name
            and usage_rows.model_name = prices.model_name
            and coalesce(usage_rows.asked_tier, '') = coalesce(prices.service_tier, '')
            and coalesce(usage_rows.speed, 'standard') = prices.speed
            and usage_rows.usage_unit = prices.usage_unit
            and coalesce(usage_rows.token_class, '') = coalesce(prices.token_class, '')
            and coalesce(usage_rows.context_window, '') = coalesce(prices.context_window, '')
            and usage_rows.usage_date = prices.usage_date
)

select
    token_usage_id,
    billing_period,
    usage_date,
    source_name,
    delivery_scope,
    usage_origin,
    usage_role,
    provider_name,
    sub_account_id,
    team_id,
    api_key_id,
    model_name,
    asked_tier as service_tier,
    context_window,
    usage_unit,
    token_class,
    quantity,
    unit_price as list_unit_price,
    {{ money_times('cast(quantity as decimal(28, 12))', 'unit_price') }} as list_cost,
    {{ money_times('cast(quantity as decimal(28, 12))', 'lowest_unit_price') }} as lowest_list_cost,
    {{ money_times('cast(quantity as decimal(28, 12))', 'highest_unit_price') }} as highest_list_cost,
    price_currency as list_currency,
    contracted_unit_price,
    {{ money_times('cast(quantity as decimal(28, 12))', 'contracted_unit_price') }} as contracted_cost,
    contract_currency as contracted_currency,
    contract_id,
    price_basis,
    is_price_start_unknown,
    token_price_id,
    reason
from priced
