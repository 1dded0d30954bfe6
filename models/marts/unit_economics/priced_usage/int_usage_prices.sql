-- One row per provider, model, tier, speed, unit, class, context and day of usage, with the list price of that day.
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
            when known_from = min(known_from) over (partition by provider_id) then cast('0001-01-01' as date)
            else known_from
        end as known_since
    from {{ ref('dim_token_prices') }}
),

candidates as (
    select
        knowledge.*,
        models.found_by,
        models.model_ref,
        prices.token_price_id,
        prices.unit_price,
        prices.price_currency,
        prices.price_basis,
        prices.threshold_tokens,
        prices.day_start,
        prices.service_tier as tier_of_price,
        prices.valid_from is null as is_start_unknown
    from knowledge
    inner join models
        on knowledge.provider_name = models.provider_name and knowledge.model_name = models.model_name
    left join prices
        on
            models.provider_id = prices.provider_id
            and models.model_ref = prices.model_ref
            and knowledge.usage_unit = prices.usage_unit
            and coalesce(knowledge.token_class, '') = coalesce(prices.token_class, '')
            and knowledge.speed = prices.speed
            and coalesce(knowledge.service_tier, prices.service_tier) = prices.service_tier
            and coalesce(prices.valid_from, knowledge.usage_date) <= knowledge.usage_date
            and coalesce(prices.valid_to, cast('9999-12-31' as date)) > knowledge.usage_date
            and prices.known_since <= knowledge.known_on
            and coalesce(prices.known_to, cast('9999-12-31' as date)) > knowledge.known_on
),

-- A context class that lies above a threshold, or below the next one, says which price holds.
with_floor as (
    select
        *,
        max(case when threshold_tokens <= coalesce(context_floor, 0) then threshold_tokens end) over (
            partition by
                provider_name, model_name, service_tier, speed, usage_unit, token_class, context_window, usage_date,
                model_ref, tier_of_price, day_start
        ) as threshold_below
    from candidates
),

fitting as (
    select * from with_floor
    where
        token_price_id is null
        or (
            threshold_tokens >= coalesce(threshold_below, 0)
            and (threshold_tokens <= coalesce(context_floor, 0) or coalesce(threshold_tokens < context_ceiling, true))
        )
),

grouped as (
    select
        provider_name,
        model_name,
        service_tier,
        speed,
        usage_unit,
        token_class,
        context_window,
        usage_date,
        count(token_price_id) as count_prices,
        min(unit_price) as lowest_unit_price,
        max(unit_price) as highest_unit_price,
        count(distinct price_currency) as count_currencies,
        min(price_currency) as price_currency,
        count(distinct model_ref) as count_models,
        count(distinct threshold_tokens) as count_thresholds,
        count(distinct tier_of_price) as count_tiers,
        max(price_basis) as price_basis,
        max(found_by) as model_found_by,
        min(token_price_id) as token_price_id,
        coalesce(bool_or(is_start_unknown and token_price_id is not null), false) as is_price_start_unknown
    from fitting
    group by
        provider_name, model_name, service_tier, speed, usage_unit, token_class, context_window, usage_date
)

select
    grouped.* exclude (count_currencies, count_models, count_thresholds, count_tiers, price_currency),
    md5({{ identity([
        'provider_name', 'model_name', 'service_tier', 'speed', 'usage_unit', 'token_class', 'context_window', 'usage_date',
    ]) }}) as price_key,
    case when count_currencies = 1 then price_currency end as price_currency,
    case when count_currencies = 1 and lowest_unit_price = highest_unit_price then lowest_unit_price end as unit_price,
    case
        when count_prices = 0 then 'no_price_of_tier_and_class'
        when count_currencies > 1 then 'several_currencies'
        when lowest_unit_price = highest_unit_price then null
        when count_models > 1 then 'region_scope_unknown'
        when count_tiers > 1 then 'tier_unknown'
        when count_thresholds > 1 then 'request_size_unknown'
        else 'hour_unknown'
    end as price_reason
from grouped
