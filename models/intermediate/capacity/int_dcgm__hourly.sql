-- One row per day slice, scrape, GPU or MIG instance, workload and hour that the scrape speaks for.
with shares as (
    select * from {{ ref('int_dcgm__shares') }}
),

intervals as (
    select * from {{ ref('int_dcgm__intervals') }}
),

-- An interval is at most {{ longest_gap() }} minutes long, so it touches three hours at most.
hours as (
    select 0 as hours_on
    union all
    select 1 as hours_on
    union all
    select 2 as hours_on
),

spread as (
    select
        intervals.*,
        hours.hours_on,
        {{ minutes_later(
            hour_start('coalesce(intervals.starts_at, intervals.sampled_at)'), '60 * hours.hours_on'
        ) }} as hour_start
    from intervals
    cross join hours
),

overlapping as (
    select
        *,
        case
            when starts_at is not null
                then {{ milliseconds_between(
                    'greatest(starts_at, hour_start)',
                    'least(sampled_at, ' ~ minutes_later('hour_start', '60') ~ ')'
                ) }}
        end as hour_milliseconds
    from spread
),

hourly as (
    select
        shares.*,
        overlapping.hour_start,
        overlapping.energy_evidence,
        case
            when overlapping.starts_at is null then null
            when shares.engine_active between 0 and 1 then 'engine_active'
            when shares.engine_active is null and shares.gpu_util between 0 and 100 then 'gpu_util'
        end as activity_evidence,
        case
            when shares.engine_active between 0 and 1 then cast(shares.engine_active as decimal(7, 6))
            when shares.engine_active is null and shares.gpu_util between 0 and 100
                then cast({{ scale_quantity('shares.gpu_util', '0.01') }} as decimal(7, 6))
        end as activity,
        cast(overlapping.hour_milliseconds as decimal(20, 0)) * shares.gpu_share as gpu_milliseconds,
        case
            when overlapping.hour_milliseconds = overlapping.milliseconds then overlapping.millijoules
            else cast(
                {{ ratio('overlapping.millijoules', 'overlapping.milliseconds') }}
                * overlapping.hour_milliseconds as decimal(28, 6)
            )
        end as hour_millijoules
    from shares
    inner join overlapping
        on
            shares.slice_id = overlapping.slice_id
            and shares.gpu_uuid = overlapping.gpu_uuid
            and shares.sampled_at = overlapping.sampled_at
    where
        cast(overlapping.hour_start as date) = shares.covered_date
        and (
            overlapping.hour_milliseconds > 0
            or (overlapping.starts_at is null and overlapping.hours_on = 0)
        )
)

select * from hourly
