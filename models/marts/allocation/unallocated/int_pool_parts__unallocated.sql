-- One row per part of a pool that nobody bears, with why, and who answers for the rule that shares it.
with parts as (
    select * from {{ ref('fct_allocated_costs') }}
    where charge_id is null and (target_id = 'unallocated' or cost_part = 'unowned')
),

pools as (
    select
        pool_id,
        node_id
    from {{ ref('int_pools') }}
),

circles as (
    select distinct origin_node_id from {{ ref('int_pool_flows') }}
    where step = {{ last_pool_step() }}
),

rules as (
    select * from {{ ref('int_allocation_rules__versions') }}
)

select
    parts.*,
    cast(null as varchar) as principal_id,
    case
        when circles.origin_node_id is not null or parts.allocation_method = 'circular_chain'
            then 'circular_chain'
        when parts.cost_part like 'idle%' then 'idle_without_owner'
        when parts.allocation_method = 'below_materiality' then 'below_materiality_without_owner'
        when parts.allocation_method = 'fixed_share' then 'shares_below_100_without_owner'
        when parts.allocation_method = 'unallocated' and parts.rule_id is null then 'no_rule_for_pool'
        when parts.allocation_method = 'unallocated' then 'no_driver_and_no_owner'
        else 'driver_without_owner'
    end as reason,
    'pool' as owner_kind,
    parts.pool_name as owner_value,
    rules.owner_name as fixer_team,
    case when rules.owner_name is not null then 'answers_for_rule' end as fixer_reason
from parts
left join pools on parts.pool_id = pools.pool_id
left join circles on pools.node_id = circles.origin_node_id
left join rules on parts.rule_id = rules.rule_id and parts.rule_version = rules.rule_version
