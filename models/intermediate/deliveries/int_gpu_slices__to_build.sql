-- One row per day slice that core.fct_gpu_hours lacks as wanted, delivery in it, and day of its readings.
with wanted as (
    select * from {{ ref('int_gpu_slices__wanted') }}
),

slice_deliveries as (
    select * from {{ ref('int_gpu_slices__deliveries') }}
),

to_build as (
    select
        slice_deliveries.*,
        wanted.slice_version
    from wanted
    inner join slice_deliveries on wanted.slice_id = slice_deliveries.slice_id
    where {{ not_built('fct_gpu_hours', 'wanted') }}
)

select * from to_build
