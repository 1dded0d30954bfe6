-- One row per vendor, product, person, plan and start of a seat: what was landed last.
with seats as (
    select
        *,
        coalesce(principal_id, '') as principal_key,
        coalesce(plan_name, '') as plan_key,
        coalesce(valid_from, date '1970-01-01') as valid_since
    from {{ ref('stg_seats__seats') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('seats', ['vendor_name', 'product_name', 'principal_key', 'plan_key', 'valid_since']) }}
)

select
    vendor_name,
    product_name,
    principal_id,
    coalesce(count_stated, 1) as count_seats,
    plan_name,
    monthly_price,
    price_currency,
    department,
    works_as,
    valid_from,
    valid_to
from newest
