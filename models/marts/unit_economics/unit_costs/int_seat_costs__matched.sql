-- One row per day, vendor, service and currency that charges for seats, with the seats of its product.
with costs as (
    select * from {{ ref('int_seat_costs__daily') }}
),

counted as (
    select * from {{ ref('int_seats__counted') }}
),

services as (
    select
        provider_name,
        count(distinct service_name) as count_services
    from costs
    group by provider_name
),

products as (
    select
        provider_name,
        min(product_name) as only_product,
        count(distinct product_name) as count_products
    from counted
    group by provider_name
),

known as (
    select max(usage_date) as last_date from counted
),

-- A vendor's one service is its one product, however both are spelled. Seats paid ahead are not yet there.
costs_of_products as (
    select
        costs.*,
        case
            when services.count_services = 1 and products.count_products = 1 then products.only_product
            else costs.service_name
        end as product_name
    from costs
    left join services on costs.provider_name = services.provider_name
    left join products on costs.provider_name = products.provider_name
    cross join known
    where costs.usage_date <= coalesce(known.last_date, costs.usage_date)
)

select
    costs_of_products.*,
    counted.count_seats,
    counted.active_seats,
    counted.count_seats - counted.active_seats as idle_seats,
    coalesce(counted.evidence, 'none') as evidence
from costs_of_products
left join counted
    on
        costs_of_products.provider_name = counted.provider_name
        and costs_of_products.product_name = counted.product_name
        and costs_of_products.usage_date = counted.usage_date
