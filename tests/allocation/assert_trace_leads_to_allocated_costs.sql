-- Every part of a pool that is allocated is the end of one step of the trace, with the same pool and
-- amounts,
-- and the other way round. Months whose rows are frozen are left out: the trace is what would be computed
-- now.
{%- set told = ['pool_id', 'cost_part', 'target_kind', 'target_id', 'rule_id', 'rule_version'] %}
with frozen as (
    select distinct billing_period from {{ ref('fct_allocated_costs') }}
    where slice_id like 'closed|%'
),

steps as (
    select trace.*
    from {{ ref('fct_allocation_trace') }} as trace
    left join frozen on trace.billing_period = frozen.billing_period
    where trace.step_kind = 'pool_to_target' and frozen.billing_period is null
),

parts as (
    select allocated.*
    from {{ ref('fct_allocated_costs') }} as allocated
    left join frozen on allocated.billing_period = frozen.billing_period
    where allocated.pool_id is not null and frozen.billing_period is null
)

select
    steps.to_id,
    parts.allocated_cost_id
from steps
full outer join parts on steps.to_id = parts.allocated_cost_id
where
    {% for column in told + cost_measures() %}
        {{ differs('steps.' ~ column, 'parts.' ~ column) }}
        or
    {% endfor %}
    false
