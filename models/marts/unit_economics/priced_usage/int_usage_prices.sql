-- One row per key of a list price (see int_usage__price_keys), with the list price of its day.
{%- set keys = [
    'provider_name', 'model_name', 'service_tier', 'speed', 'usage_unit', 'token_class', 'context_window', 'usage_date',
] %}

-- A part of the standard price holds only where no price of the tier is stated for the day, as far as known.
with with_stated as (
    select
        *,
        max(case when price_basis = 'stated' then 1 else 0 end) over (
            partition by {{ keys | join(', ') }}, model_ref, tier_of_price, class_of_price
        ) as has_stated
    from {{ ref('int_usage_prices__candidates') }}
),

-- A context class that lies above a threshold, or below the next one, says which price holds.
with_floor as (
    select
        *,
        max(case when threshold_tokens <= coalesce(context_floor, 0) then threshold_tokens end) over (
            partition by {{ keys | join(', ') }}, model_ref, tier_of_price, class_of_price, day_start
        ) as threshold_below
    from with_stated
    where token_price_id is null or price_basis = 'stated' or has_stated = 0
),

fitting as (
    select * from with_floor
    where
        token_price_id is null
        or (
            threshold_tokens >= coalesce(threshold_below, 0)
            and (
                threshold_tokens <= coalesce(context_floor, 0)
                or coalesce(threshold_tokens < context_ceiling, true)
            )
        )
),

-- A model of the book without a price says nothing where another one has some.
by_currency as (
    select
        {{ keys | join(', ') }},
        price_currency,
        count(token_price_id) as count_prices,
        min(unit_price) as lowest_unit_price,
        max(unit_price) as highest_unit_price,
        count(distinct model_ref) as count_models,
        count(distinct threshold_tokens) as count_thresholds,
        count(distinct tier_of_price) as count_tiers,
        count(distinct class_of_price) as count_classes,
        max(price_basis) as price_basis,
        min(token_price_id) as token_price_id,
        coalesce(bool_or(is_start_unknown), false) as is_price_start_unknown,
        count(price_currency) over (partition by {{ keys | join(', ') }}) as count_currencies,
        row_number() over (
            partition by {{ keys | join(', ') }} order by price_currency asc nulls last
        ) as place
    from fitting
    group by {{ keys | join(', ') }}, price_currency
)

select
    {{ keys | join(', ') }},
    md5({{ identity(keys) }}) as price_key,
    case when count_currencies = 1 then price_currency end as price_currency,
    case when count_currencies = 1 then lowest_unit_price end as lowest_unit_price,
    case when count_currencies = 1 then highest_unit_price end as highest_unit_price,
    case
        when count_currencies = 1 and lowest_unit_price = highest_unit_price then lowest_unit_price
    end as unit_price,
    price_basis,
    token_price_id,
    is_price_start_unknown,
    case
        when count_prices = 0 then 'no_price_of_tier_and_class'
        when count_currencies > 1 then 'several_currencies'
        when lowest_unit_price = highest_unit_price then null
        when count_models > 1 then 'region_scope_unknown'
        when count_tiers > 1 then 'tier_unknown'
        when count_classes > 1 then 'cache_duration_unknown'
        when count_thresholds > 1 then 'request_size_unknown'
        else 'hour_unknown'
    end as price_reason
from by_currency
where place = 1
