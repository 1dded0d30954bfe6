-- One row per hour of a key that cost far more than the same hour of earlier days of its kind.
{%- set rules = warning_rules() %}
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
),

-- In log, with a small part of the hour's own cost, so that an hour without cost has one.
spread as (
    select
        {{ columns_of('history', keys) }},
        usual.usual_cost,
        usual.cost_of_attempt,
        {{ median_of(
            'abs(ln(history.earlier_cost + history.small_cost) - ln(usual.usual_cost + history.small_cost))'
        ) }} as usual_distance
    from history
    inner join usual
        on
            {%- for key in keys %}
                history.{{ key }} = usual.{{ key }} and
            {%- endfor %}
            true
    group by {{ columns_of('history', keys) }}, usual.usual_cost, usual.cost_of_attempt
),

judged as (
    select
        hours.*,
        'spiking_key' as warning_kind,
        hours.api_key_id as scope_value,
        cast(null as varchar) as session_id,
        cast(null as timestamp) as began_at,
        cast(spread.usual_cost as decimal(38, 12)) as expected_cost,
        hours.count_attempts as count_shown,
        hours.count_attempts as count_of,
        spread.usual_cost as usual,
        false as is_sure,
        cast(hours.observed_cost as double) as cost,
        spread.usual_distance,
        coalesce(spread.cost_of_attempt, {{ ratio('hours.observed_cost', 'hours.count_attempts') }})
            as cost_of_attempt
    from spread
    inner join {{ ref('int_warning_key_hours') }} as hours
        on
            {%- for key in keys %}
                spread.{{ key }} = hours.{{ key }} and
            {%- endfor %}
            true
    where hours.api_key_id != 'none'
)

-- Few attempts vary by chance alone, as much as their costs do.
select {{ warning_columns() | join(', ') }}
from judged
where
    cost >= {{ rules.spike_times }} * usual
    and ln(cost * 1.05) - ln(usual + cost * 0.05)
    > {{ rules.spike_z }} * greatest(1.4826 * usual_distance, {{ rules.least_spread }})
    and sqrt(2) * (sqrt({{ ratio('cost', 'cost_of_attempt') }}) - sqrt({{ ratio('usual', 'cost_of_attempt') }}))
    > {{ rules.spike_z }}
