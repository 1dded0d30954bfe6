-- One row per training run, with the run that its chain began with.
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
        row_number() over (partition by training_run_id order by chain_length desc) as place,
        min(root_training_run_id) over (partition by training_run_id) as first_name
    from chains
)

-- Runs of a circle belong together, to the first of them by name.
select
    training_run_id,
    case when next_run_id = training_run_id then first_name else root_training_run_id end
        as root_training_run_id
from roots
where place = 1
