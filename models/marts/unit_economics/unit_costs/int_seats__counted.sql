-- One row per day, vendor and product of which seats are known: how many, and how many were used where that
-- is proven of each.
with seats as (
    select * from {{ ref('fct_seat_days') }}
)

select
    seat_date as usage_date,
    vendor_name as provider_name,
    product_name,
    cast(sum(count_seats) as decimal(38, 12)) as count_seats,
    case
        when count(is_active) = count(*)
            then cast(sum(case when is_active then count_seats else 0 end) as decimal(38, 12))
    end as active_seats,
    min(evidence) as evidence
from seats
group by seat_date, vendor_name, product_name
