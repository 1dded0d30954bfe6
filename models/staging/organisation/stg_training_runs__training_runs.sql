-- One row per row of the list training_runs as landed.
with training_runs as (
    select * from {{ source('raw_training_runs', 'training_runs') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(run_id)') }} as training_run_id,
        {{ text_value('trim(name)') }} as training_run_name,
        lower({{ text_value('trim(kind)') }}) as training_kind,
        {{ text_value('trim(model)') }} as model_name,
        {{ text_value('trim(parent_run_id)') }} as parent_training_run_id,
        {{ utc_timestamp('started_at') }} as started_at,
        {{ utc_timestamp('ended_at') }} as ended_at,
        lower({{ text_value('trim(status)') }}) as run_status,
        {{ text_value('trim(team)') }} as team,
        {{ text_value('trim(product)') }} as product,
        {{ text_value('trim(initiative)') }} as initiative,
        {{ text_value('trim(provider)') }} as provider_name,
        {{ text_value('trim(cluster)') }} as cluster_name,
        {{ text_value('trim(workload)') }} as workload_name,
        {{ text_value('trim(gpu_type)') }} as gpu_type,
        {{ to_money('gpu_hours') }} as gpu_hours
    from training_runs
)

select * from renamed
