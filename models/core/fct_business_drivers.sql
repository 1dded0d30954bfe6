-- One row per figure of a business driver: all rows of the delivery landed last that has its key.
with business_drivers as (
    select * from {{ ref('stg_business_drivers__business_drivers') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_lines('business_drivers', [
        'driver_date', 'driver_grain', 'driver_name', 'product', 'feature', 'customer', 'team',
    ]) }}
)

select
    md5(
        {{ identity([
            'driver_date', 'driver_grain', 'driver_name', 'product',
            'feature', 'customer', 'team', 'line_number',
        ]) }}
    ) as business_driver_id,
    driver_date,
    driver_grain,
    driver_name,
    product,
    feature,
    customer,
    team,
    quantity,
    unit,
    delivery_id,
    source_file,
    source_row
from newest
