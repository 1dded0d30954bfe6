-- One row per month of posting, row of a closed month that would be otherwise now, and what it is booked on.
{{ config(meta={'closed_by': 'posted_period'}) }}
{%- set columns = (
    [
        'restatement_id', 'reference_period', 'closing_version', 'posted_period', 'restatement_kind',
        'restatement_reason',
    ]
    + restated_by() + cost_measures()
) | join(', ') %}
with posted as (
    select * from {{ source('raw_closed', 'fct_restatements') }}
),

to_post as (
    select
        *,
        md5({{ identity(['reference_period', 'closing_version', 'posted_period'] + restated_by()) }})
            as restatement_id
    from {{ ref('int_restatements__open') }}
)

select
    {{ columns }},
    true as is_posted
from posted
union all
select
    {{ columns }},
    false as is_posted
from to_post
