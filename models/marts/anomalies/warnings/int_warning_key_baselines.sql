-- One row per key, currency and hour with cost: what it cost on earlier days of its kind, and how steadily.
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency', 'usage_date', 'usage_hour'] %}
with history as (
    select * from {{ ref('int_warning_key_history') }}
),

usual as (
    select
        {{ keys | join(', ') }},
        {{ median_of('earlier_cost') }} as usual_cost,
        {{ ratio('sum(earlier_cost)', 'sum(earlier_attempts)') }} as cost_of_attempt
    from history
    group by {{ keys | join(', ') }}
)

-- In log, with a small part of the hour's own cost, so that an hour without cost has one.
select
    {{ columns_of('history', keys) }},
    history.cost,
    usual.usual_cost,
    coalesce(usual.cost_of_attempt, history.cost_of_this_attempt) as cost_of_attempt,
    {{ median_of(
        'abs(ln(history.earlier_cost + history.cost / 20) - ln(usual.usual_cost + history.cost / 20))'
    ) }} as usual_distance
from history
inner join usual
    on
        {%- for key in keys %}
            history.{{ key }} = usual.{{ key }} and
        {%- endfor %}
        true
group by
    {{ columns_of('history', keys) }}, history.cost, history.cost_of_this_attempt, usual.usual_cost,
    usual.cost_of_attempt
