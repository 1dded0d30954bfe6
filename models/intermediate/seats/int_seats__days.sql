-- One row per row of the list of seats and day it holds, up to the newest landing.
with seats as (
    select * from {{ ref('int_seats__newest') }}
),

deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

known as (
    select
        cast(max(coalesce(delivered_at, landed_at)) as date) as last_day,
        cast(min(coalesce(delivered_at, landed_at)) as date) as first_landing
    from deliveries
),

bounded as (
    select
        seats.*,
        coalesce(seats.valid_from, known.first_landing) as first_day,
        least(coalesce(seats.valid_to - 1, known.last_day), known.last_day) as last_day
    from seats
    cross join known
)

select
    vendor_name,
    product_name,
    principal_id,
    count_seats,
    plan_name,
    monthly_price,
    price_currency,
    department,
    works_as,
    valid_from,
    valid_to,
    {{ each_day('first_day', 'last_day') }} as seat_date
from bounded
where first_day <= last_day
