-- One row per billing period, person with a seat (or nobody named), product, owner and currency: days of the
-- seat, and what a month of it costs as the list of seats states.
with seat_days as (
    select
        seats.*,
        {{ period_of('seats.seat_date') }} as billing_period,
        owners.team
    from {{ ref('fct_seat_days') }} as seats
    left join {{ ref('dim_owner') }} as owners
        on
            owners.owner_kind = 'principal'
            and seats.principal_id = owners.owner_value
            and seats.seat_date >= owners.valid_from
            and seats.seat_date < owners.valid_to
),

-- A seat is priced once a month, on its last day in it: a price is for the month, whoever has the seat.
dated as (
    select
        *,
        case when principal_id is null then 'unknown' else 'seat' end as principal_kind,
        case when principal_id is null then 'seats_without_names' end as principal_reason,
        case
            when principal_id is null then 'no_principal'
            when team is null then 'no_owner_listed'
        end as team_reason,
        {{ money_times('monthly_price', 'count_seats') }} as month_price,
        row_number() over (
            partition by
                billing_period, vendor_name, product_name, lower(principal_id),
                case when principal_id is null then plan_name end
            order by case when monthly_price is null then 2 else 1 end asc, seat_date desc
        ) as last_day_first
    from seat_days
)

select
    billing_period,
    principal_kind,
    principal_id,
    principal_reason,
    vendor_name as provider_name,
    product_name as seat_product,
    team,
    team_reason,
    'seat_price' as cost_basis,
    price_currency as billing_currency,
    cast(count(*) as bigint) as count_rows,
    cast(count(monthly_price) as bigint) as count_estimated,
    cast(sum(count_seats) as decimal(38, 12)) as count_seat_days,
    cast(count(case when is_active then 1 end) as bigint) as count_days_active,
    cast(count(is_active) as bigint) as count_days_told,
    cast(
        sum(
            case
                when monthly_price is null then null
                when last_day_first = 1 then month_price
                else 0
            end
        ) as decimal(38, 12)
    ) as estimated_cost
from dated
group by
    billing_period, principal_kind, principal_id, principal_reason, vendor_name, product_name, team,
    team_reason, price_currency
