-- One row per slice that core.fct_costs lacks in its wanted version, and delivery (and day) that counts.
with wanted as (
    select * from {{ ref('int_cost_slices__wanted') }}
),

built as (
    select * from {{ source('ops', 'built_slices') }}
    where model_name = 'fct_costs'
),

slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

to_build as (
    select
        wanted.slice_id,
        wanted.slice_version,
        slice_deliveries.source_name,
        slice_deliveries.delivery_scope,
        slice_deliveries.billing_period,
        slice_deliveries.restatement_style,
        slice_deliveries.delivery_id,
        slice_deliveries.delivery_order,
        slice_deliveries.covered_date
    from wanted
    inner join slice_deliveries on wanted.slice_id = slice_deliveries.slice_id
    where not exists (
        select 1 from built
        where built.slice_id = wanted.slice_id and built.slice_version = wanted.slice_version
    )
)

select * from to_build
