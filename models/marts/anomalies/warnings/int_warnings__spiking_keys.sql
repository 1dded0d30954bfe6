-- One row per hour of a key that cost far more than the same hour of earlier days of its kind.
{%- set rules = warning_rules() %}
{%- set keys = ['source_name', 'delivery_scope', 'api_key_id', 'currency', 'usage_date'] %}
with baselines as (
    select
        baselines.*,
        case
            when habits.is_regular then baselines.usual_cost
            else greatest(baselines.usual_cost, habits.usual_top_cost)
        end as usual,
        case when habits.is_regular then baselines.usual_distance else 0 end as spread
    from {{ ref('int_warning_key_baselines') }} as baselines
    inner join {{ ref('int_warning_key_habits') }} as habits
        on
            {%- for key in keys %}
                baselines.{{ key }} = habits.{{ key }} and
            {%- endfor %}
            true
    where baselines.api_key_id != 'none'
),

jumped as (
    select
        hours.*,
        'spiking_key' as warning_kind,
        hours.api_key_id as scope_value,
        cast(null as varchar) as session_id,
        cast(null as timestamp) as began_at,
        cast(baselines.usual as decimal(38, 12)) as expected_cost,
        hours.count_attempts as count_shown,
        hours.count_attempts as count_of,
        baselines.usual,
        false as is_sure
    from baselines
    inner join {{ ref('int_warning_key_hours') }} as hours
        on
            {%- for key in keys %}
                baselines.{{ key }} = hours.{{ key }} and
            {%- endfor %}
            baselines.usage_hour = hours.usage_hour
    where
        {{ jumps('baselines.cost', 'baselines.usual', 'baselines.cost_of_attempt') }}
        and ln(baselines.cost * 1.05) - ln(baselines.usual + baselines.cost * 0.05)
        > {{ rules.spike_z }} * greatest(1.4826 * baselines.spread, {{ rules.least_spread }})
)

select {{ warning_columns() | join(', ') }}
from jumped
