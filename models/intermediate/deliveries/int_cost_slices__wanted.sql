-- One row per slice of the cost path of which anything counts, with the version core.fct_costs should hold.
select
    slice_id,
    slice_version,
    source_name,
    delivery_scope,
    billing_period
from {{ ref('int_cost_slices__versioned') }}
where cost_role != 'explains'
