-- One row per delivery scope, day of a snapshot and person with a Copilot seat then.
with seats as (
    select * from {{ ref('stg_github__copilot_seats') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

dated as (
    select
        seats.*,
        deliveries.delivery_scope,
        cast(coalesce(deliveries.export_time, deliveries.delivered_at, deliveries.landed_at) as date)
            as snapshot_date,
        row_number() over (
            partition by
                deliveries.delivery_scope,
                cast(coalesce(deliveries.export_time, deliveries.delivered_at, deliveries.landed_at) as date),
                lower(seats.principal_id)
            order by {{ landed_last('seats') }}
        ) as newest_first
    from seats
    inner join deliveries on seats.delivery_id = deliveries.delivery_id
)

select
    delivery_scope,
    snapshot_date,
    principal_id,
    plan_name,
    assigned_since,
    cancelled_from,
    last_activity_at
from dated
where newest_first = 1
