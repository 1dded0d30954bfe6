-- One row per pool and pool that some rule sends a part of it on into, over any number of steps.
with recursive sharing as (
    select distinct
        rules.pool_name,
        rule_lines.target as fed_pool_name
    from {{ ref('int_allocation_rules__pools') }} as rules
    inner join {{ ref('dim_allocation_rule') }} as rule_lines
        on rules.rule_id = rule_lines.rule_id and rules.rule_version = rule_lines.rule_version
    where rule_lines.target_kind = 'pool' and rule_lines.target is not null
),

feeding as (
    select
        pool_name,
        fed_pool_name
    from sharing
    union
    select
        sharing.pool_name,
        feeding.fed_pool_name
    from feeding
    inner join sharing on feeding.pool_name = sharing.fed_pool_name
)

select * from feeding
