-- One row per attempt of which an outcome is known, from the nearest subject it is stated of.
{%- set subjects = {'request': 'request_id', 'call': 'call_id', 'task': 'task_id', 'session': 'session_id'} %}
with requests as (
    select * from {{ ref('fct_ai_requests') }}
),

outcomes as (
    select * from {{ ref('int_outcomes__by_subject') }}
),

stated as (
    {% for kind, column in subjects.items() %}
        select
            requests.source_name,
            requests.delivery_scope,
            requests.request_id,
            requests.request_date,
            outcomes.is_accepted,
            outcomes.subject_kind,
            outcomes.subject_id,
            outcomes.count_outcomes,
            {{ loop.index }} as nearness
        from requests
        inner join outcomes
            on outcomes.subject_kind = '{{ kind }}' and requests.{{ column }} = outcomes.subject_id
        {% if not loop.last %}union all{% endif %}
    {% endfor %}
),

ranked as (
    select
        *,
        row_number() over (
            partition by source_name, delivery_scope, request_id order by nearness
        ) as nearest_first
    from stated
)

select
    source_name,
    delivery_scope,
    request_id,
    request_date,
    is_accepted,
    subject_kind as stated_of,
    subject_id as stated_of_id,
    count_outcomes
from ranked
where nearest_first = 1
