-- One row per request, call, session or task of which an outcome is stated: whether its result was taken.
with outcomes as (
    select * from {{ ref('fct_outcomes') }}
),

by_subject as (
    select
        subject_kind,
        subject_id,
        -- Any refusal stands: a result taken once and refused later was not good.
        min(case is_accepted when true then 1 when false then 0 end) as least_accepted,
        cast(count(*) as bigint) as count_outcomes
    from outcomes
    group by subject_kind, subject_id
)

select
    subject_kind,
    subject_id,
    least_accepted = 1 as is_accepted,
    count_outcomes
from by_subject
