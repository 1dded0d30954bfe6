-- One row per slice of charges, with the version its allocation should have: that of its purposes.
select distinct
    slice_id,
    slice_version
from {{ ref('fct_cost_purposes') }}
