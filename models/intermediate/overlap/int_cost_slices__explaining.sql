-- One row per slice of the cost path of which anything only explains, with the version to hold of it.
select
    slice_id,
    slice_version
from {{ ref('int_cost_slices__versioned') }}
where cost_role != 'counts'
