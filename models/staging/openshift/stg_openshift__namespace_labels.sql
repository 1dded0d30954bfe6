-- One row per hour and namespace of an OpenShift report as landed.
with namespace_labels as (
    select * from {{ source('raw_openshift_gpu_usage', 'namespace_labels') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('interval_start') }} as interval_start,
        {{ text_value('namespace') }} as namespace,
        {{ text_value('namespace_labels') }} as namespace_labels
    from namespace_labels
)

select * from renamed
