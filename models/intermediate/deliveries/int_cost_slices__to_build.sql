-- One row per slice that core.fct_costs or its estimates lack as wanted, and delivery (and day) that counts.
with versioned as (
    select * from {{ ref('int_cost_slices__versioned') }}
),

wanted as (
    select
        'fct_costs' as model_name,
        slice_id,
        slice_version
    from {{ ref('int_cost_slices__wanted') }}
    union all
    select
        'int_cost_estimates__charges' as model_name,
        slice_id,
        slice_version
    from {{ ref('int_cost_slices__explaining') }}
),

built as (
    select * from {{ source('ops', 'built_slices') }}
),

slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

lacking as (
    select distinct slice_id
    from wanted
    where not exists (
        select 1 from built
        where
            built.model_name = wanted.model_name
            and built.slice_id = wanted.slice_id
            and built.slice_version = wanted.slice_version
    )
),

to_build as (
    select
        versioned.slice_id,
        versioned.slice_version,
        slice_deliveries.source_name,
        slice_deliveries.delivery_scope,
        slice_deliveries.billing_period,
        slice_deliveries.restatement_style,
        slice_deliveries.delivery_id,
        slice_deliveries.delivery_order,
        slice_deliveries.covered_date
    from versioned
    inner join lacking on versioned.slice_id = lacking.slice_id
    inner join slice_deliveries on versioned.slice_id = slice_deliveries.slice_id
)

select * from to_build
