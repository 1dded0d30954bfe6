-- One row per day, vendor and person with a seat, with the owner of the person on that day.
select
    seats.seat_date as usage_date,
    seats.vendor_name as provider_name,
    seats.count_seats,
    owners.team,
    owners.product,
    owners.environment,
    owners.customer
from {{ ref('fct_seat_days') }} as seats
left join {{ ref('dim_owner') }} as owners
    on
        owners.owner_kind = 'principal'
        and seats.principal_id = owners.owner_value
        and seats.seat_date >= owners.valid_from
        and seats.seat_date < owners.valid_to
