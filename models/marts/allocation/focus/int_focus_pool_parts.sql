-- One row per pool and target: its part of whatever adds up in FOCUS, and its ratio; ratios add up to 1.
{%- set kept = [
    'step_id', 'pool_id', 'pool_node_id', 'pool_name', 'stage', 'target_kind', 'target_id', 'part_cost_part',
    'rule_id', 'rule_version', 'allocation_method', 'weight',
] %}
{%- set amounts = {'whole': 'allocated_ratio'} %}
{%- for measure in focus_measures() %}
    {%- do amounts.update({'"' ~ measure ~ '"': '"part_' ~ measure ~ '"'}) %}
{%- endfor %}
with steps as (
    select
        *,
        cost_part as part_cost_part
    from {{ ref('fct_allocation_trace') }}
    where step_kind = 'pool_to_target'
),

parts as (
    select
        steps.step_id,
        steps.pool_id,
        steps.pool_node_id,
        steps.pool_name,
        steps.stage,
        steps.target_kind,
        steps.target_id,
        steps.part_cost_part,
        steps.rule_id,
        steps.rule_version,
        steps.allocation_method,
        steps.weight,
        {% for measure in focus_measures() %}
            pools."{{ measure }}",
        {% endfor %}
        cast(1 as decimal(28, 12)) as whole
    from steps
    inner join {{ ref('int_focus_pools') }} as pools on steps.pool_id = pools.pool_id
)

{{ apportion('parts', kept, amounts, 'weight', ['pool_id'], ['target_kind', 'target_id', 'step_id']) }}
