-- One row per delivery scope and day of a snapshot: until which day it is the newest thing known.
-- A snapshot is carried until the day before the next one, at most 30 days, never beyond the newest landing.
with seen as (
    select * from {{ ref('int_copilot_seats__seen') }}
),

deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

horizon as (
    select cast(max(coalesce(delivered_at, landed_at)) as date) as last_day
    from deliveries
),

snapshots as (
    select distinct
        delivery_scope,
        snapshot_date
    from seen
),

followed as (
    select
        *,
        lead(snapshot_date) over (partition by delivery_scope order by snapshot_date) as next_snapshot_date
    from snapshots
)

select
    followed.delivery_scope,
    followed.snapshot_date,
    greatest(
        followed.snapshot_date,
        least(
            coalesce(followed.next_snapshot_date - 1, followed.snapshot_date + 30),
            followed.snapshot_date + 30,
            horizon.last_day
        )
    ) as carried_until
from followed
cross join horizon
