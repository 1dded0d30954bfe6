-- One row per hour and pod of an OpenShift report as landed.
with pod_usage as (
    select * from {{ source('raw_openshift_gpu_usage', 'pod_usage') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('interval_start') }} as interval_start,
        {{ text_value('node') }} as node_name,
        {{ text_value('namespace') }} as namespace,
        {{ text_value('pod') }} as pod_name,
        {{ text_value('resource_id') }} as resource_id,
        {{ to_money('pod_usage_cpu_core_seconds') }} as cpu_core_seconds,
        {{ to_money('pod_request_cpu_core_seconds') }} as requested_cpu_core_seconds,
        {{ text_value('pod_labels') }} as pod_labels
    from pod_usage
)

select * from renamed
