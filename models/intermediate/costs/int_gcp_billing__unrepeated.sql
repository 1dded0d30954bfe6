-- One row per row of a Cloud Billing export in a slice to build; what a later file repeats is one.
with billing_export as (
    select * from {{ ref('stg_gcp__billing_export') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'gcp_billing'
),

in_slices as (
    select
        billing_export.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.delivery_order,
        {{ gcp_charged() }} as delivered_row_hash
    from billing_export
    inner join slices on billing_export.delivery_id = slices.delivery_id
),

-- Rows are added, never changed, and windows are read again. Two equal rows of one file are two charges; the
-- n-th copy of a row in another file is the n-th copy of the first, whether both came in one load or in two.
copies as (
    select
        *,
        row_number() over (
            partition by slice_id, delivery_id, source_file, delivered_row_hash order by source_row
        ) as copy_number
    from in_slices
),

newest_copies as (
    select
        *,
        row_number() over (
            partition by slice_id, delivered_row_hash, copy_number
            order by delivery_order desc, delivery_id desc, source_file desc
        ) as newest_first
    from copies
)

select * from newest_copies
where newest_first = 1
