-- One row per training run: what was landed last.
with training_runs as (
    select * from {{ ref('stg_training_runs__training_runs') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('training_runs', ['training_run_id']) }}
)

select
    training_run_id,
    training_run_name,
    training_kind,
    model_name,
    parent_training_run_id,
    started_at,
    ended_at,
    run_status,
    team,
    product,
    initiative,
    provider_name,
    cluster_name,
    workload_name,
    gpu_type,
    gpu_hours,
    delivery_id,
    source_file,
    source_row
from newest
