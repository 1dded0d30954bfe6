-- One row per prepaid account, currency, day and movement of its credit.
with movements as (
    select * from {{ ref('int_prepaid_movements__current') }}
    union all
    select * from {{ ref('int_prepaid_accounts__used') }}
),

-- The first opening is what the account began with; what is dated before is in it, later ones are stated.
placed as (
    select
        *,
        min(case when movement = 'opening' then movement_date end) over (
            partition by provider_name, billing_account_id, billing_currency
        ) as opened_on,
        case movement
            when 'opening' then 1 when 'bought' then 2 when 'refunded' then 3 when 'expired' then 4
            when 'used' then 5 else 6
        end as order_in_day
    from movements
),

changes as (
    select
        *,
        coalesce(movement_date >= opened_on, true) as is_counted,
        case
            when movement_date < opened_on then 0
            when movement = 'bought' or (movement = 'opening' and movement_date = opened_on) then amount
            when movement in ('refunded', 'expired', 'used') then -amount
            else 0
        end as balance_change
    from placed
),

balances as (
    select
        provider_name,
        billing_account_id,
        coalesce(billing_currency, 'none') as billing_currency,
        movement_date,
        movement,
        amount,
        cast(balance_change as decimal(38, 12)) as balance_change,
        cast(
            sum(balance_change) over (
                partition by provider_name, billing_account_id, billing_currency
                order by movement_date, order_in_day
                rows between unbounded preceding and current row
            ) as decimal(38, 12)
        ) as balance_after,
        case when movement in ('opening', 'closing') then amount end as stated_balance,
        is_counted
    from changes
)

select * from balances
