-- One row per row of a restated slice: as computed now (plus), as closed and as restated before (minus).
{%- set keys = restated_by() | join(', ') %}
with restated_slices as (
    select
        billing_period as reference_period,
        slice_id as restated_slice_id
    from {{ ref('int_restated_slices') }}
),

now_computed as (
    select
        computed.*,
        restated_slices.reference_period
    from {{ ref('int_allocated_costs__computed') }} as computed
    inner join restated_slices
        on
            computed.billing_period = restated_slices.reference_period
            and computed.slice_id = restated_slices.restated_slice_id
),

closed as (
    select
        frozen.*,
        restated_slices.reference_period
    from {{ source('raw_closed', 'fct_allocated_costs') }} as frozen
    inner join restated_slices
        on
            frozen.billing_period = restated_slices.reference_period
            and frozen.slice_id = restated_slices.restated_slice_id
),

posted as (
    select * from {{ source('raw_closed', 'fct_restatements') }}
)

select
    reference_period, {{ keys }},
    {% for measure in cost_measures() %}
        {{ measure }},
    {% endfor %}
    1 as is_now,
    0 as is_booked
from now_computed
union all
select
    reference_period, {{ keys }},
    {% for measure in cost_measures() %}
        -{{ measure }} as {{ measure }},
    {% endfor %}
    0 as is_now,
    1 as is_booked
from closed
union all
select
    reference_period, {{ keys }},
    {% for measure in cost_measures() %}
        -{{ measure }} as {{ measure }},
    {% endfor %}
    0 as is_now,
    1 as is_booked
from posted
