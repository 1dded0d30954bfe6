-- One row per source, scope, exported table and day, where days are restated: the delivery that counts.
with delivery_days as (
    select * from {{ ref('stg_finops__delivery_days') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
    where restatement_style = 'days'
),

ranked as (
    select
        deliveries.source_name,
        deliveries.delivery_scope,
        deliveries.table_name,
        deliveries.billing_period,
        delivery_days.covered_date,
        deliveries.delivery_id,
        row_number() over (
            partition by
                deliveries.source_name, deliveries.delivery_scope, deliveries.table_name,
                delivery_days.covered_date
            order by deliveries.delivery_order desc
        ) as newest_first
    from delivery_days
    inner join deliveries on delivery_days.delivery_id = deliveries.delivery_id
),

current_days as (
    select source_name, delivery_scope, table_name, billing_period, covered_date, delivery_id
    from ranked
    where newest_first = 1
)

select * from current_days
