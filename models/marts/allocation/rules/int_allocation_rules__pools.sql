-- One row per pool and rule or policy that shares it, with the days on which it does.
with versions as (
    select * from {{ ref('int_allocation_rules__versions') }}
),

policy_pools as (
    select * from {{ ref('policy_pools') }}
)

-- Rules that share charges among targets share the pool that has their own name.
select
    coalesce(filter_pool, pool_name) as pool_name,
    rule_id,
    rule_version,
    priority,
    stage,
    stage_order,
    valid_from,
    valid_to,
    method,
    driver_name,
    driver_grain,
    filter_provider_name as driver_provider_name,
    fallback,
    target_kind,
    target,
    materiality_amount,
    owner_name
from versions
where filter_pool is not null or not (method = 'direct' and target_kind = 'pool')
union all
select
    policy_pools.pool_name,
    'policy:' || policy_pools.policy as rule_id,
    0 as rule_version,
    2147483647 as priority,
    policy_pools.stage,
    stages.stage_order,
    policies.valid_from,
    policies.valid_to,
    policy_pools.method,
    policy_pools.driver_name,
    policy_pools.driver_grain,
    cast(null as varchar) as driver_provider_name,
    policy_pools.fallback,
    'team' as target_kind,
    cast(null as varchar) as target,
    0 as materiality_amount,
    policies.owner_name
from policy_pools
inner join {{ ref('allocation_stages') }} as stages on policy_pools.stage = stages.stage_name
inner join {{ ref('int_pool_policies__settled') }} as policies on policy_pools.policy = policies.policy
