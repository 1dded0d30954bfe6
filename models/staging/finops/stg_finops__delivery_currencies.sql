-- One row per delivery and billing currency in it.
with deliveries as (
    select * from {{ source('raw_finops', 'deliveries') }}
),

delivery_currencies as (
    select
        delivery_id,
        {{ explode('currencies') }} as billing_currency
    from deliveries
)

select * from delivery_currencies
