-- One row per slice of the cost path that core.fct_costs holds, with its version.
with costs as (
    select * from {{ ref('fct_costs') }}
)

select
    slice_id,
    slice_version,
    source_name,
    delivery_scope,
    billing_period,
    cast(count(*) as bigint) as count_charges
from costs
group by slice_id, slice_version, source_name, delivery_scope, billing_period
