-- One row per usage model, day slice that it does not hold as wanted, and delivery that counts in the slice.
with wanted as (
    select * from {{ ref('int_usage_slices__wanted') }}
),

built as (
    select * from {{ source('ops', 'built_slices') }}
),

slice_deliveries as (
    select * from {{ ref('int_usage_slices__deliveries') }}
),

usage_models as (
    select 'fct_token_usage' as model_name
    union all
    select 'fct_ai_requests' as model_name
),

to_build as (
    select
        usage_models.model_name, wanted.slice_id, wanted.slice_version, slice_deliveries.source_name,
        slice_deliveries.delivery_scope, slice_deliveries.billing_period, slice_deliveries.delivery_id,
        slice_deliveries.delivery_order, slice_deliveries.covered_date
    from wanted
    cross join usage_models
    inner join slice_deliveries on wanted.slice_id = slice_deliveries.slice_id
    where not exists (
        select 1 from built
        where
            built.model_name = usage_models.model_name
            and built.slice_id = wanted.slice_id
            and built.slice_version = wanted.slice_version
    )
)

select * from to_build
