-- One row per allocated row and what it is booked on that differs from what was closed and posted.
{%- set keys = restated_by() | join(', ') %}
with signed as (
    select
        *,
        max(is_now) over (partition by reference_period, allocated_cost_id) as has_now,
        max(is_booked) over (partition by reference_period, allocated_cost_id) as has_booked
    from {{ ref('int_restatements__signed') }}
),

posting_periods as (
    select * from {{ ref('int_posting_periods') }}
),

-- A measure that nothing was known of and is nothing now differs too, once; a delta cannot say the reverse.
differing as (
    select
        reference_period, {{ keys }},
        {% for measure in cost_measures() %}
            cast(sum({{ measure }}) as decimal(28, 12)) as {{ measure }},
        {% endfor %}
        has_now,
        has_booked
    from signed
    group by reference_period, {{ keys }}, has_now, has_booked
    having
        {% for measure in cost_measures() %}
            sum({{ measure }}) != 0
            or (
                max(is_booked) = 1
                and count(case when is_now = 1 then {{ measure }} end) > 0
                and count(case when is_booked = 1 then {{ measure }} end) = 0
            )
            or
        {% endfor %}
        false
)

-- A month that is open again has its own rows again: what was posted for it elsewhere is taken back.
select
    differing.*,
    posting_periods.closing_version,
    posting_periods.posted_period,
    case
        when not posting_periods.is_closed then 'reversed'
        when differing.has_booked = 0 then 'late'
        when differing.has_now = 0 then 'gone'
        else 'changed'
    end as restatement_kind,
    case when posting_periods.is_closed then reasons.restatement_reason else 'reopened' end
        as restatement_reason
from differing
left join posting_periods on differing.reference_period = posting_periods.billing_period
left join {{ ref('int_restatement_reasons') }} as reasons
    on differing.reference_period = reasons.billing_period and differing.slice_id = reasons.slice_id
