-- One row per prepaid account, currency, day and movement the organisation states, of current deliveries.
with movements as (
    select * from {{ ref('stg_prepaid_movements__prepaid_movements') }}
),

slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
    where source_name = 'prepaid_movements'
),

-- Of two balances stated for one moment the higher counts; what moves is added up.
current_movements as (
    select
        movements.provider_name,
        movements.billing_account_id,
        movements.currency as billing_currency,
        movements.movement_date,
        movements.movement,
        cast(
            case
                when movements.movement in ('opening', 'closing') then max(movements.amount)
                else sum(movements.amount)
            end as decimal(38, 12)
        ) as amount
    from movements
    inner join slice_deliveries on movements.delivery_id = slice_deliveries.delivery_id
    group by
        movements.provider_name, movements.billing_account_id, movements.currency, movements.movement_date,
        movements.movement
)

select * from current_movements
