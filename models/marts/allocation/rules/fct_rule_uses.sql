-- One row per rule and version that holds on some day: whether there are charges in its days, and whether any
-- came into it.
with versions as (
    select * from {{ ref('int_allocation_rules__versions') }}
    where valid_from < valid_to
),

charge_days as (
    select distinct charge_date from {{ ref('fct_cost_purposes') }}
),

-- A pool that others feed has what flows there, none where no charge came into these.
shared_nodes as (
    select node_id from {{ ref('int_pools') }}
    union
    select flows.node_id
    from {{ ref('int_pool_flows') }} as flows
    inner join {{ ref('int_pools') }} as pools on flows.origin_node_id = pools.node_id
),

uses as (
    select
        rule_id,
        rule_version
    from {{ ref('int_charges__allocated') }}
    union
    select
        nodes.sharing_rule_id as rule_id,
        nodes.sharing_rule_version as rule_version
    from shared_nodes
    inner join {{ ref('int_pool_nodes') }} as nodes on shared_nodes.node_id = nodes.node_id
)

select
    versions.rule_id,
    versions.rule_version,
    versions.valid_from,
    versions.valid_to,
    count(charge_days.charge_date) > 0 as has_charges,
    max(uses.rule_id) is not null as is_used
from versions
left join charge_days
    on versions.valid_from <= charge_days.charge_date and versions.valid_to > charge_days.charge_date
left join uses on versions.rule_id = uses.rule_id and versions.rule_version = uses.rule_version
group by versions.rule_id, versions.rule_version, versions.valid_from, versions.valid_to
