-- One row per node, level and target that a rule lists for fixed or even shares or as the one receiver.
with levels as (
    select * from {{ ref('int_pool_levels') }}
    where level_method in ('fixed_share', 'direct', 'even')
),

rule_lines as (
    select
        rule_id,
        rule_version,
        target_kind,
        target,
        sum(coalesce(share_percent, 0)) as share_percent
    from {{ ref('dim_allocation_rule') }}
    where target is not null
    group by rule_id, rule_version, target_kind, target
),

retired as (
    select * from {{ ref('int_allocation_targets__retired') }}
)

select
    levels.node_id,
    levels.level_order,
    levels.level_method,
    levels.sharing_rule_id,
    levels.sharing_rule_version,
    rule_lines.target_kind,
    rule_lines.target as target_id,
    case when levels.level_method = 'fixed_share' then rule_lines.share_percent else 1 end as weight,
    coalesce(retired.retired_from, date '9999-12-31') <= levels.window_start as is_gone,
    retired.retired_from
from levels
inner join rule_lines
    on
        levels.sharing_rule_id = rule_lines.rule_id
        and levels.sharing_rule_version = rule_lines.rule_version
left join retired
    on rule_lines.target_kind = retired.target_kind and rule_lines.target = retired.target_id
