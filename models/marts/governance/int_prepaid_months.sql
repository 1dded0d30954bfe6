-- One row per prepaid account, currency and month from its first to its last movement, with what moved.
with balances as (
    select * from {{ ref('fct_prepaid_balances') }}
),

spans as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        min(movement_date) as first_date,
        max(movement_date) as last_date
    from balances
    where is_counted
    group by provider_name, billing_account_id, billing_currency
),

months as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        last_date,
        {{ each_period('first_date', 'last_date') }} as billing_period
    from spans
),

moved as (
    select
        provider_name,
        billing_account_id,
        billing_currency,
        {{ period_of('movement_date') }} as billing_period,
        sum(balance_change) filter (where movement = 'opening') as opening,
        sum(balance_change) filter (where movement = 'bought') as bought,
        sum(-balance_change) filter (where movement = 'refunded') as refunded,
        sum(-balance_change) filter (where movement = 'expired') as expired,
        sum(-balance_change) filter (where movement = 'used') as used
    from balances
    group by provider_name, billing_account_id, billing_currency, {{ period_of('movement_date') }}
)

select
    months.*,
    least({{ last_day_of_period('months.billing_period') }}, months.last_date) as as_of_date,
    cast(coalesce(moved.opening, 0) as decimal(38, 12)) as opening,
    cast(coalesce(moved.bought, 0) as decimal(38, 12)) as bought,
    cast(coalesce(moved.refunded, 0) as decimal(38, 12)) as refunded,
    cast(coalesce(moved.expired, 0) as decimal(38, 12)) as expired,
    cast(coalesce(moved.used, 0) as decimal(38, 12)) as used
from months
left join moved
    on
        months.provider_name = moved.provider_name
        and months.billing_account_id = moved.billing_account_id
        and months.billing_currency = moved.billing_currency
        and months.billing_period = moved.billing_period
