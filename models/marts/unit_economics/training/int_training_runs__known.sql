-- One row per training run, with the kind of GPU it asks for and the run that its chain began with.
with recursive runs as (
    select * from {{ ref('fct_training_runs') }}
),

-- A chain that closes to a circle stops where it began.
chains as (
    select
        training_run_id,
        training_run_id as root_training_run_id,
        parent_training_run_id as next_run_id,
        0 as chain_length
    from runs
    union all
    select
        chains.training_run_id,
        runs.training_run_id as root_training_run_id,
        runs.parent_training_run_id as next_run_id,
        chains.chain_length + 1 as chain_length
    from chains
    inner join runs on chains.next_run_id = runs.training_run_id
    where chains.chain_length < 100 and runs.training_run_id != chains.training_run_id
),

roots as (
    select
        *,
        row_number() over (partition by training_run_id order by chain_length desc) as place
    from chains
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
left join roots on runs.training_run_id = roots.training_run_id and roots.place = 1
left join with_kind on runs.training_run_id = with_kind.training_run_id and with_kind.place = 1
