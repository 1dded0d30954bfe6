-- Every part of a pool that is allocated is the end of one step of the trace, with the same pool and amounts,
-- and the other way round.
{%- set told = ['pool_id', 'cost_part', 'target_kind', 'target_id', 'rule_id', 'rule_version'] %}
with steps as (
    select * from {{ ref('fct_allocation_trace') }}
    where step_kind = 'pool_to_target'
),

parts as (
    select * from {{ ref('fct_allocated_costs') }}
    where pool_id is not null
)

select
    steps.to_id,
    parts.allocated_cost_id
from steps
full outer join parts on steps.to_id = parts.allocated_cost_id
where
    false
    {%- for column in told + cost_measures() %}
    or {{ differs('steps.' ~ column, 'parts.' ~ column) }}
    {%- endfor %}
