-- One row per hour and node of an OpenShift report as landed.
with node_labels as (
    select * from {{ source('raw_openshift_gpu_usage', 'node_labels') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('interval_start') }} as interval_start,
        {{ text_value('node') }} as node_name,
        {{ text_value('node_labels') }} as node_labels
    from node_labels
)

select * from renamed
