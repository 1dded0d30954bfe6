-- One row per day slice of token usage, with the version core.fct_token_usage should hold.
select
    slice_id,
    slice_version
from {{ ref('int_usage_slices__wanted') }}
union all
select
    slice_id,
    slice_version
from {{ ref('int_bill_usage__wanted') }}
