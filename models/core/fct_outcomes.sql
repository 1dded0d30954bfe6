-- One row per request, call, session or task and outcome stated of it: what was landed last.
with outcomes as (
    select * from {{ ref('stg_outcomes__outcomes') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('outcomes', ['subject_kind', 'subject_id', 'outcome_kind']) }}
)

select
    subject_kind,
    subject_id,
    outcome_kind,
    is_accepted,
    outcome_value,
    value_currency,
    occurred_on
from newest
