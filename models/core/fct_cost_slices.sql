-- One row per slice of the cost path that core.fct_costs holds, with its version.
with costs as (
    select * from {{ ref('fct_costs') }}
),

wanted as (
    select * from {{ ref('int_cost_slices__wanted') }}
),

held as (
    select
        slice_id,
        slice_version,
        source_name,
        delivery_scope,
        cast(count(*) as bigint) as count_charges
    from costs
    group by slice_id, slice_version, source_name, delivery_scope
)

select
    held.slice_id,
    held.slice_version,
    held.source_name,
    held.delivery_scope,
    wanted.billing_period,
    held.count_charges
from held
left join wanted on held.slice_id = wanted.slice_id
