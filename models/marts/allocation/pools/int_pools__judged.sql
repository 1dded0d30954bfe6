-- One row per pool, with who answers for its rule and whether it is below what the rule calls material.
select
    pools.*,
    rules.owner_name,
    coalesce(abs(coalesce(pools.effective_cost, pools.billed_cost)) < rules.materiality_amount, false)
        as is_immaterial
from {{ ref('int_pools') }} as pools
left join {{ ref('int_allocation_rules__versions') }} as rules
    on pools.sharing_rule_id = rules.rule_id and pools.sharing_rule_version = rules.rule_version
