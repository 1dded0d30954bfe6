-- One row per training run, with the kind of GPU it asks for and the run that its chain began with.
with runs as (
    select * from {{ ref('fct_training_runs') }}
),

kinds as (
    select distinct gpu_kind from {{ ref('gpu_machines') }}
),

with_kind as (
    select
        runs.training_run_id,
        kinds.gpu_kind,
        row_number() over (
            partition by runs.training_run_id order by length(kinds.gpu_kind) desc, kinds.gpu_kind asc
        ) as place
    from runs
    inner join kinds on upper(runs.gpu_type) like '%' || kinds.gpu_kind || '%'
)

select
    runs.*,
    roots.root_training_run_id,
    with_kind.gpu_kind,
    cast(runs.started_at as date) as first_date,
    cast(runs.ended_at - interval 1 second as date) as last_date
from runs
left join {{ ref('int_training_runs__roots') }} as roots on runs.training_run_id = roots.training_run_id
left join with_kind on runs.training_run_id = with_kind.training_run_id and with_kind.place = 1
