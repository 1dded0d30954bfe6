-- One row per hour, pod and GPU or MIG instance of an OpenShift report as landed.
with gpu_usage as (
    select * from {{ source('raw_openshift_gpu_usage', 'gpu_usage') }}
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
        {{ text_value('gpu_uuid') }} as gpu_uuid,
        {{ text_value('gpu_model_name') }} as gpu_model_name,
        {{ text_value('mig_instance_id') }} as mig_instance_id,
        {{ text_value('mig_profile') }} as mig_profile,
        {{ to_money('gpu_pod_uptime') }} as uptime_seconds
    from gpu_usage
)

select * from renamed
