-- One row per scope, kind of price and period with tokens that have no price of that kind, with their number.
with without_price as (
    select
        price_kind,
        billing_period,
        provider_name,
        tokens
    from {{ ref('int_price_index__items') }}
    where currency is null
)

select
    'company' as scope_kind, 'company' as scope_id, price_kind, billing_period,
    sum(tokens) as tokens
from without_price
group by price_kind, billing_period
union all
select
    'provider' as scope_kind, provider_name as scope_id, price_kind, billing_period,
    sum(tokens) as tokens
from without_price
group by provider_name, price_kind, billing_period
