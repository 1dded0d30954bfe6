-- One row per training run and day it ran, with its GPU hours of the day and what part of the run it is.
with bills as (
    select max(usage_date) as last_billed_date from {{ ref('int_gpu_costs__daily') }}
),

-- A run that still runs is spread to the last day that is billed.
runs as (
    select
        known.*,
        coalesce(known.last_date, bills.last_billed_date) as until_date,
        cast(1 as decimal(28, 12)) as whole_run
    from {{ ref('int_training_runs__known') }} as known
    cross join bills
),

each_run_day as (
    select
        *,
        {{ each_day('first_date', 'until_date') }} as usage_date
    from runs
    where until_date >= first_date
),

run_days as (
    select
        *,
        greatest(started_at, {{ day_start('usage_date') }}) as day_started_at,
        case
            when ended_at < {{ next_day_start('usage_date') }} then ended_at
            else {{ next_day_start('usage_date') }}
        end as day_ended_at
    from each_run_day
),

with_seconds as (
    select
        *,
        cast(extract(epoch from day_ended_at) - extract(epoch from day_started_at) as decimal(18, 6))
            as seconds
    from run_days
),

spread as (
    {{ apportion(
        'with_seconds', ['training_run_id', 'usage_date'], {'gpu_hours': 'stated_hours', 'whole_run': 'run_part'},
        'seconds', ['training_run_id'], ['usage_date']
    ) | indent(4) }}
)

-- What is measured goes before what somebody states.
select
    runs.training_run_id,
    spread.usage_date,
    runs.provider_name,
    lower(runs.cluster_name) as account_key,
    runs.gpu_kind,
    runs.workload_name,
    spread.run_part,
    coalesce(readings.measured_hours, spread.stated_hours) as gpu_hours,
    readings.measured_hours is not null as is_measured
from runs
inner join spread on runs.training_run_id = spread.training_run_id
left join {{ ref('int_training_runs__readings') }} as readings
    on spread.training_run_id = readings.training_run_id and spread.usage_date = readings.usage_date
