-- One row per pool and target, in the columns of FOCUS 1.3 and our own.
with nodes as (
    select * from {{ ref('int_pool_nodes') }}
),

feeding as (
    select distinct node_id from {{ ref('int_pool_chains') }}
),

described as (
    select
        parts.*,
        case
            when
                feeding.node_id is null and parts.allocation_method
                in ('usage_driver', 'weighted_driver', 'capacity', 'trailing_28_days')
                then nodes.driver_name
        end as usage_unit
    from {{ ref('int_focus_pool_parts') }} as parts
    left join nodes on parts.pool_node_id = nodes.node_id
    left join feeding on parts.pool_node_id = feeding.node_id
)

-- Where pools feed pools the weight is made of shares and measures nothing.
select
    described.step_id,
    described.pool_name,
    described.stage,
    described.target_kind,
    described.target_id,
    described.part_cost_part,
    described.rule_id,
    described.rule_version,
    described.allocation_method,
    '{"Elements":[' || {{ json_object_text([
        ('AllocatedRatio', 'described.allocated_ratio'),
        ('UsageUnit', 'described.usage_unit'),
        ('UsageQuantity', 'case when described.usage_unit is not null then described.weight end'),
    ]) }} || ']}' as allocated_method_details,
    {{ layered_tags([
        tag_of_target('described.target_kind', 'described.target_id'), 'pools."Tags"',
    ]) }} as allocated_tags,
    {% for measure in focus_measures() -%}
        described."part_{{ measure }}",
    {% endfor -%}
    pools.*
from described
inner join {{ ref('int_focus_pools') }} as pools on described.pool_id = pools.pool_id
