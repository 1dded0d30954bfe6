-- One row per closed billing period and slice that would be allocated otherwise now, or was restated before.
with closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

now_computed as (
    select distinct
        computed.billing_period,
        computed.slice_id,
        computed.slice_version
    from {{ ref('int_allocated_costs__computed') }} as computed
    inner join closed_periods on computed.billing_period = closed_periods.billing_period
),

frozen as (
    select distinct
        billing_period,
        slice_id,
        slice_version
    from {{ source('raw_closed', 'fct_allocated_costs') }}
)

select
    coalesce(now_computed.billing_period, frozen.billing_period) as billing_period,
    coalesce(now_computed.slice_id, frozen.slice_id) as slice_id
from now_computed
full outer join frozen
    on
        now_computed.billing_period = frozen.billing_period
        and now_computed.slice_id = frozen.slice_id
        and now_computed.slice_version = frozen.slice_version
where now_computed.slice_id is null or frozen.slice_id is null
union
select
    posted.reference_period as billing_period,
    posted.slice_id
from {{ source('raw_closed', 'fct_restatements') }} as posted
inner join closed_periods on posted.reference_period = closed_periods.billing_period
