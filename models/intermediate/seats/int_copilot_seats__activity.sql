-- One row per person and day in doubt: whether snapshots show that a Copilot seat was used on that day.
with seat_days as (
    select distinct
        principal_id,
        seat_date
    from {{ ref('int_copilot_seats__days') }}
),

seen as (
    select distinct
        principal_id,
        snapshot_date,
        cast(last_activity_at as date) as last_activity_date
    from {{ ref('int_copilot_seats__seen') }}
),

-- A later snapshot whose last activity is earlier, or none, proves that the day was idle. One whose last
-- activity is later says nothing of the day.
told as (
    select
        seat_days.principal_id,
        seat_days.seat_date,
        max(case when seen.last_activity_date = seat_days.seat_date then 1 else 0 end) as is_seen_active,
        max(case
            when
                seen.snapshot_date > seat_days.seat_date
                and coalesce(seen.last_activity_date < seat_days.seat_date, true)
                then 1
            else 0
        end) as is_seen_idle
    from seat_days
    inner join seen on seat_days.principal_id = seen.principal_id
    group by seat_days.principal_id, seat_days.seat_date
)

select
    principal_id,
    seat_date,
    case when is_seen_active = 1 then true when is_seen_idle = 1 then false end as is_active
from told
