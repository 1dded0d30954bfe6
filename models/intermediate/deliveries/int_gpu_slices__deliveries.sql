-- One row per day slice of GPU readings, delivery that counts in it, and day of readings it is made from.
with sources as (
    select * from {{ ref('sources') }}
    where path = 'capacity'
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

delivery_days as (
    select * from {{ ref('stg_finops__delivery_days') }}
),

reading_days as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        deliveries.delivery_id,
        deliveries.delivery_order,
        delivery_days.covered_date as reading_date
    from deliveries
    inner join sources on deliveries.source_name = sources.source_name
    inner join delivery_days on deliveries.delivery_id = delivery_days.delivery_id
),

slices as (
    select distinct
        source_name,
        delivery_scope,
        reading_date as covered_date
    from reading_days
),

-- A reading speaks for the time since the one before it: both may lie on the day before or after.
with_neighbours as (
    select
        slices.source_name || '|' || slices.delivery_scope || '|'
        || cast(slices.covered_date as varchar) as slice_id,
        slices.source_name,
        slices.delivery_scope,
        slices.covered_date,
        reading_days.delivery_id,
        reading_days.delivery_order,
        reading_days.reading_date
    from slices
    inner join reading_days
        on
            slices.source_name = reading_days.source_name
            and slices.delivery_scope = reading_days.delivery_scope
            and reading_days.reading_date between slices.covered_date - 1 and slices.covered_date + 1
)

select * from with_neighbours
