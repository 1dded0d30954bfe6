-- One row per sample of a DCGM exporter's scrape as landed.
with samples as (
    select * from {{ source('raw_dcgm_metrics', 'samples') }}
),

-- What DCGM could not read is a value at the end of the 64-bit range, which no reading reaches.
renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        metric_name,
        case
            when abs(try_cast(sample_value as double)) < 1e16 then {{ to_money('sample_value') }}
        end as sample_value,
        {{ utc_timestamp('sample_time') }} as sampled_at,
        {{ text_value('"Hostname"') }} as node_name,
        coalesce(
            {{ text_value('"UUID"') }}, {{ text_value('"Hostname"') }} || '/gpu' || {{ text_value('gpu') }}
        ) as gpu_uuid,
        {{ text_value('"modelName"') }} as gpu_model_name,
        {{ text_value('"GPU_I_ID"') }} as mig_instance_id,
        {{ text_value('"GPU_I_PROFILE"') }} as mig_profile,
        {{ text_value('namespace') }} as namespace,
        {{ text_value('pod') }} as pod_name,
        {{ text_value('container') }} as container_name
    from samples
)

select * from renamed
