-- One row per key of a list price (see int_usage__price_keys) and price that may hold on its day.
with keys as (
    select
        *,
        {{ context_floor('context_window') }} as context_floor,
        {{ context_ceiling('context_window') }} as context_ceiling
    from {{ ref('int_usage__price_keys') }}
),

closed as (
    select * from {{ ref('int_closing_days') }}
),

-- Of closed months what was known when they were closed; of open ones what is known now.
knowledge as (
    select
        keys.*,
        coalesce(closed.closed_on, cast('9999-12-30' as date)) as known_on
    from keys
    left join closed on keys.billing_period = closed.billing_period
),

models as (
    select * from {{ ref('bridge_price_book_models') }}
),

prices as (
    select
        *,
        -- What was first known speaks for the time before it was known.
        case
            when known_from = min(known_from) over (partition by provider_id)
                then cast('0001-01-01' as date)
            else known_from
        end as known_since
    from {{ ref('dim_token_prices') }}
),

candidates as (
    select
        knowledge.*,
        models.model_ref,
        prices.token_price_id,
        prices.unit_price,
        prices.price_currency,
        prices.price_basis,
        prices.threshold_tokens,
        prices.day_start,
        prices.day_end,
        prices.service_tier as tier_of_price,
        prices.token_class as class_of_price,
        prices.token_price_id is not null and prices.valid_from is null as is_start_unknown
    from knowledge
    inner join models
        on knowledge.provider_name = models.provider_name and knowledge.model_name = models.model_name
    left join prices
        on
            models.provider_id = prices.provider_id
            and models.model_ref = prices.model_ref
            and knowledge.usage_unit = prices.usage_unit
            and (
                coalesce(knowledge.token_class, '') = coalesce(prices.token_class, '')
                -- A write of unstated duration may be any that the seller has a price for.
                or (knowledge.token_class = 'cache_write' and starts_with(prices.token_class, 'cache_write_'))
            )
            and knowledge.speed = prices.speed
            and (knowledge.service_tier is null or knowledge.service_tier = prices.service_tier)
            and knowledge.usage_date >= coalesce(prices.valid_from, knowledge.usage_date)
            and knowledge.usage_date < coalesce(prices.valid_to, cast('9999-12-31' as date))
            and knowledge.known_on >= prices.known_since
            and knowledge.known_on < coalesce(prices.known_to, cast('9999-12-31' as date))
)

select * from candidates
