-- One row per list price of a model, tier, class, context and hours, time it holds and time it was known.
with stated as (
    select
        *,
        'stated' as price_basis
    from {{ ref('int_list_prices__states') }}
),

factored as (
    select
        *,
        'factor' as price_basis
    from {{ ref('int_list_prices__factored') }}
),

prices as (
    select * from stated
    union all by name
    select * from factored
)

select
    md5(
        {{ identity(price_slot() + ['valid_from', 'known_from', 'price_basis']) }}
    ) as token_price_id,
    provider_id,
    model_ref,
    service_tier,
    speed,
    usage_unit,
    token_class,
    threshold_tokens,
    day_start,
    day_end,
    valid_from,
    valid_to,
    known_from,
    known_to,
    price,
    units_per_price,
    cast(
        case
            when units_per_price in (1, 1000, 1000000) then {{ price_of_unit('price', 'units_per_price') }}
            when price = 0 then 0
            else {{ exact_rate('price', 'units_per_price') }}
        end as decimal(28, 12)
    ) as unit_price,
    currency as price_currency,
    priced_as,
    price_basis,
    price_source
from prices
