-- One row per day slice, GPU and scrape: the time since the scrape before it, and the energy of that time.
with readings as (
    select * from {{ ref('int_dcgm__readings') }}
),

-- Counter and power are those of the whole GPU, however many workloads and instances they are repeated for.
scrapes as (
    select
        slice_id,
        gpu_uuid,
        sampled_at,
        max(energy_counter) as energy_counter,
        max(power_watts) as power_watts
    from readings
    group by slice_id, gpu_uuid, sampled_at
),

with_previous as (
    select
        *,
        lag(sampled_at) over (partition by slice_id, gpu_uuid order by sampled_at) as previous_at,
        lag(energy_counter) over (partition by slice_id, gpu_uuid order by sampled_at) as previous_counter
    from scrapes
),

bounded as (
    select
        *,
        case
            when {{ minutes_later('previous_at', longest_gap()) }} >= sampled_at then previous_at
        end as starts_at
    from with_previous
),

-- The counter of millijoules starts again at zero with the driver: it then shows what has been used since.
intervals as (
    select
        slice_id,
        gpu_uuid,
        sampled_at,
        starts_at,
        {{ milliseconds_between('starts_at', 'sampled_at') }} as milliseconds,
        case
            when starts_at is null then null
            when energy_counter >= previous_counter then energy_counter - previous_counter
            when previous_counter is not null and energy_counter is not null then energy_counter
            else
                cast(power_watts as decimal(22, 6))
                * cast({{ milliseconds_between('starts_at', 'sampled_at') }} as decimal(12, 0))
        end as millijoules,
        case
            when starts_at is null then null
            when energy_counter is not null and previous_counter is not null then 'counter'
            when power_watts is not null then 'power'
        end as energy_evidence
    from bounded
)

select * from intervals
