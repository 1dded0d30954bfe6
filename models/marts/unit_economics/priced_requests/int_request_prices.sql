-- One row per provider, model, class, day and list price that a request of some size and hour may have; a key
-- without any has one row without a price.
{%- set keys = ['provider_name', 'model_name', 'token_class', 'usage_date'] %}

-- A part of the standard price holds only where none of the tier is stated.
with candidates as (
    select
        *,
        max(case when price_basis = 'stated' then 1 else 0 end) over (
            partition by {{ keys | join(', ') }}, model_ref, class_of_price
        ) as has_stated
    from {{ ref('int_usage_prices__candidates') }}
    where
        token_price_id is not null
        and {{ is_of_one_request() }}
),

sized as (
    select
        *,
        lead(threshold_tokens) over (
            partition by {{ keys | join(', ') }}, model_ref, class_of_price, day_start
            order by threshold_tokens
        ) as next_threshold
    from candidates
    where price_basis = 'stated' or has_stated = 0
),

prices as (
    select distinct
        {{ keys | join(', ') }},
        threshold_tokens,
        next_threshold,
        {{ minute_of_day('day_start') }} as first_minute,
        {{ minute_of_day('day_end') }} as end_minute,
        unit_price
    from sized
),

of_days as (
    select * from {{ ref('int_usage_prices__contracted') }}
    where {{ is_of_one_request() }}
)

select
    of_days.provider_name,
    of_days.model_name,
    of_days.token_class,
    of_days.usage_date,
    coalesce(prices.threshold_tokens, 0) as threshold_tokens,
    prices.next_threshold,
    prices.first_minute,
    prices.end_minute,
    of_days.price_currency as list_currency,
    case when of_days.price_currency is not null then prices.unit_price end as list_unit_price,
    of_days.contract_id,
    of_days.contract_currency as contracted_currency,
    case
        when of_days.agreed_unit_price is not null then of_days.agreed_unit_price
        when of_days.price_currency is null then null
        when of_days.remaining_part is not null
            then {{ money_times('prices.unit_price', 'of_days.remaining_part') }}
        else prices.unit_price
    end as contracted_unit_price,
    of_days.is_price_start_unknown,
    -- Only what the size and the hour of a request do not say stays open.
    case
        when of_days.price_reason in ('no_price_of_tier_and_class', 'several_currencies')
            then of_days.price_reason
    end as price_reason
from of_days
left join prices
    on
        of_days.provider_name = prices.provider_name
        and of_days.model_name = prices.model_name
        and of_days.token_class = prices.token_class
        and of_days.usage_date = prices.usage_date
