-- One row per slice of allocated cost: of charges, of what is shared from pools in a billing period, and of
-- a closed month.
with closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

charge_periods as (
    select distinct
        slice_id,
        billing_period
    from {{ ref('fct_cost_purposes') }}
),

slice_periods as (
    select
        slices.slice_id,
        slices.slice_version,
        charge_periods.billing_period
    from {{ ref('int_allocation_slices__wanted') }} as slices
    inner join charge_periods on slices.slice_id = charge_periods.slice_id
    union all
    select
        slice_id,
        slice_version,
        billing_period
    from {{ ref('int_pool_slices__wanted') }}
)

-- Service days of a bill lie in other months too: of these a slice holds the open ones.
select
    slice_periods.slice_id,
    case
        when count(closed_periods.billing_period) = 0 then slice_periods.slice_version
        else md5(slice_periods.slice_version || '|' || string_agg(
            closed_periods.billing_period, ',' order by closed_periods.billing_period
        ))
    end as slice_version
from slice_periods
left join closed_periods on slice_periods.billing_period = closed_periods.billing_period
group by slice_periods.slice_id, slice_periods.slice_version
having count(*) > count(closed_periods.billing_period)
union all
select
    slice_id,
    slice_version
from closed_periods
