-- One row per delivery scope, person with a Copilot seat and day it is known or carried for.
with seen as (
    select * from {{ ref('int_copilot_seats__seen') }}
),

snapshots as (
    select * from {{ ref('int_copilot_seats__snapshots') }}
),

days as (
    select
        delivery_scope,
        snapshot_date,
        {{ each_day('snapshot_date', 'carried_until') }} as seat_date
    from snapshots
)

select
    seen.delivery_scope,
    seen.snapshot_date,
    days.seat_date,
    seen.principal_id,
    seen.plan_name,
    seen.assigned_since,
    seen.cancelled_from,
    seen.last_activity_at,
    case when days.seat_date = seen.snapshot_date then 'snapshot' else 'carried' end as evidence
from seen
inner join days
    on seen.delivery_scope = days.delivery_scope and seen.snapshot_date = days.snapshot_date
-- A cancellation that the snapshot announces ends the seat.
where days.seat_date < coalesce(seen.cancelled_from, date '9999-12-31')
