-- One row per standard price, factor of a tier and knowledge: what the tier costs where no price is stated.
with standard_prices as (
    select * from {{ ref('int_list_prices__states') }}
    where service_tier = 'standard' and speed = 'standard' and usage_unit = 'tokens'
),

factors as (
    select * from {{ ref('token_price_factors') }}
),

classes as (
    select * from {{ ref('token_classes') }}
),

factored as (
    select
        standard_prices.* replace (factors.service_tier as service_tier),
        factors.factor,
        factors.factor_source,
        greatest(coalesce(standard_prices.valid_from, factors.valid_from), factors.valid_from) as from_day,
        standard_prices.valid_to as to_day
    from standard_prices
    inner join classes on standard_prices.token_class = classes.token_class
    inner join factors
        on
            standard_prices.provider_id = factors.provider_id
            and classes.cache_action = factors.cache_action
)

select
    {{ price_slot() | join(', ') }},
    from_day as valid_from,
    to_day as valid_to,
    known_from,
    known_to,
    {{ money_times('price', 'factor') }} as price,
    priced_as,
    factor_source as price_source
from factored
where to_day is null or from_day < to_day
