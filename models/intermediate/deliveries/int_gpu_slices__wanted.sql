-- One row per day slice of GPU readings, with the version it should have.
with slice_deliveries as (
    select * from {{ ref('int_gpu_slices__deliveries') }}
),

code_version as (
    select * from {{ source('ops', 'code_version') }}
),

delivery_fingerprints as (
    select
        slice_id,
        source_name,
        delivery_scope,
        covered_date,
        string_agg(
            delivery_id || cast(reading_date as varchar), ','
            order by delivery_order, delivery_id, reading_date
        ) as deliveries_fingerprint
    from slice_deliveries
    group by slice_id, source_name, delivery_scope, covered_date
),

wanted as (
    select
        delivery_fingerprints.slice_id,
        md5(
            concat_ws('|', delivery_fingerprints.deliveries_fingerprint, code_version.code_version)
        ) as slice_version,
        delivery_fingerprints.source_name,
        delivery_fingerprints.delivery_scope,
        delivery_fingerprints.covered_date
    from delivery_fingerprints
    cross join code_version
)

select * from wanted
