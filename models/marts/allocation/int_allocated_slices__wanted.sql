-- One row per slice of allocated cost: of charges, and of what is shared from pools in a billing period.
select
    slice_id,
    slice_version
from {{ ref('int_allocation_slices__wanted') }}
union all
select
    slice_id,
    slice_version
from {{ ref('int_pool_slices__wanted') }}
