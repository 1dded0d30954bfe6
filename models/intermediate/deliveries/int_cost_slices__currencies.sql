-- One row per slice of the cost path, billing currency in it and billing period of its charges.
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

currencies as (
    select * from {{ ref('stg_finops__delivery_currencies') }}
),

spread_periods as (
    select * from {{ ref('int_spread_costs__periods') }}
),

-- A bill is used up in the months of its service, which need rates too, wherever its own month lies.
slice_currencies as (
    select
        slice_deliveries.slice_id,
        slice_deliveries.billing_period,
        currencies.billing_currency
    from slice_deliveries
    inner join currencies on slice_deliveries.delivery_id = currencies.delivery_id
    where slice_deliveries.billing_period is not null
    union
    select
        slice_deliveries.slice_id,
        spread_periods.billing_period,
        spread_periods.billing_currency
    from slice_deliveries
    inner join spread_periods on slice_deliveries.delivery_id = spread_periods.delivery_id
)

select * from slice_currencies
