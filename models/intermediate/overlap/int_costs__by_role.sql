-- One row per charge of any source in a slice to build: whether it counts, or explains what another counts.
with charges as (
    select * from {{ ref('int_costs__unioned') }}
),

overlapped as (
    select * from {{ ref('int_cost_slices__overlaps') }}
)

select
    charges.*,
    case when overlapped.slice_id is null then 'counts' else 'explains' end as cost_role,
    overlapped.counting_source_name,
    overlapped.counting_delivery_scope
from charges
left join overlapped
    on
        charges.slice_id = overlapped.slice_id
        and coalesce(charges.covered_period, overlapped.covered_period) = overlapped.covered_period
        and (
            overlapped.covered_date is null
            or overlapped.covered_date = cast(charges.charge_period_start as date)
        )
