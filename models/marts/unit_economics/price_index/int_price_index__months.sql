-- One row per scope, kind of price, currency and period with prices: which month before it is compared with.
with months as (
    select distinct
        scope_kind,
        scope_id,
        price_kind,
        currency,
        billing_period
    from {{ ref('int_price_index__scoped') }}
)

-- The month before, or the last one before that with prices.
select
    *,
    lag(billing_period) over (
        partition by scope_kind, scope_id, price_kind, currency order by billing_period
    ) as compared_period
from months
