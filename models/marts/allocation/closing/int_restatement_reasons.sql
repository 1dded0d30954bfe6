-- One row per closed billing period and slice: the first of what has changed since it was closed.
with now_inputs as (
    select * from {{ ref('int_allocation_inputs') }}
),

frozen as (
    select * from {{ source('raw_closed', 'int_allocation_inputs') }}
),

closed_periods as (
    select * from {{ ref('int_closed_periods') }}
),

slices as (
    select
        billing_period,
        slice_id
    from now_inputs
    union
    select
        billing_period,
        slice_id
    from frozen
)

-- Other code and other deliveries change all that is built from them, so they are asked about first.
select
    slices.billing_period,
    slices.slice_id,
    case
        when {{ differs('now_inputs.deliveries_version', 'frozen.deliveries_version') }} then 'later_delivery'
        when {{ differs('now_inputs.rules_version', 'frozen.rules_version') }} then 'rule'
        when {{ differs('now_inputs.code_version', 'frozen.code_version') }} then 'code'
        when {{ differs('now_inputs.cost_version', 'frozen.cost_version') }} then 'rates_or_terms'
        when {{ differs('now_inputs.purpose_version', 'frozen.purpose_version') }} then 'owner'
        else 'drivers'
    end as restatement_reason
from slices
inner join closed_periods on slices.billing_period = closed_periods.billing_period
left join
    now_inputs
    on slices.billing_period = now_inputs.billing_period and slices.slice_id = now_inputs.slice_id
left join frozen on slices.billing_period = frozen.billing_period and slices.slice_id = frozen.slice_id
