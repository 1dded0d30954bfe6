-- One row per slice of the cost path and billing currency in it.
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

currencies as (
    select * from {{ ref('stg_finops__delivery_currencies') }}
),

slice_currencies as (
    select distinct
        slice_deliveries.slice_id,
        slice_deliveries.billing_period,
        currencies.billing_currency
    from slice_deliveries
    inner join currencies on slice_deliveries.delivery_id = currencies.delivery_id
    where slice_deliveries.billing_period is not null
)

select * from slice_currencies
