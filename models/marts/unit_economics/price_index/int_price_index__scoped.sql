-- One row per scope (company, provider), kind of price, currency, period and item that has a price.
with items as (
    select * from {{ ref('int_price_index__items') }}
    where currency is not null and tokens > 0
)

select
    'company' as scope_kind,
    'company' as scope_id,
    items.*
from items
union all
select
    'provider' as scope_kind,
    provider_name as scope_id,
    items.*
from items
