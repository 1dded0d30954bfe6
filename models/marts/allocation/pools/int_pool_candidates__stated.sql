-- One row per node, level and target that the rule names itself: fixed shares, even shares, one receiver,
-- the owner.
with levels as (
    select * from {{ ref('int_pool_levels') }}
),

rule_lines as (
    select
        rule_id,
        rule_version,
        sum(coalesce(share_percent, 0)) as share_percent
    from {{ ref('dim_allocation_rule') }}
    where target is not null
    group by rule_id, rule_version
),

-- A target that is gone gets nothing; the others share its part in their own proportions.
receivers as (
    select
        node_id,
        level_order,
        level_method,
        target_kind,
        target_id,
        weight
    from {{ ref('int_pool_receivers') }}
    where not is_gone
),

-- What stated shares leave of a hundred stays with the owner of the rule.
rests as (
    select
        levels.node_id,
        levels.level_order,
        levels.level_method,
        'team' as target_kind,
        coalesce(levels.owner_name, 'unallocated') as target_id,
        100 - rule_lines.share_percent as weight
    from levels
    inner join rule_lines
        on
            levels.sharing_rule_id = rule_lines.rule_id
            and levels.sharing_rule_version = rule_lines.rule_version
    where levels.level_method = 'fixed_share' and rule_lines.share_percent < 100
),

owners as (
    select
        node_id,
        level_order,
        level_method,
        'team' as target_kind,
        coalesce(owner_name, 'unallocated') as target_id,
        1 as weight
    from levels
    where level_method in ('owner', 'unallocated')
),

stated as (
    select * from receivers
    union all
    select * from rests
    union all
    select * from owners
)

select
    node_id,
    level_order,
    level_method,
    target_kind,
    target_id,
    cast(sum(weight) as decimal(28, 6)) as weight,
    cast(null as varchar) as edge_part
from stated
where weight > 0
group by node_id, level_order, level_method, target_kind, target_id
