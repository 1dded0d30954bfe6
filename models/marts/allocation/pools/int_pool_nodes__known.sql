-- One row per node of the graph of pools: of pools, of pools that others feed, and of what another version of
-- a rule would make.
with origins as (
    select distinct
        node_id,
        pool_name,
        sharing_rule_id,
        sharing_rule_version,
        {{ pool_restrictions() | join(', ') }},
        period_start,
        period_end,
        cast(null as varchar) as tried_in,
        0 as is_tried,
        0 as is_fed
    from {{ ref('int_pools') }}
),

tried as (
    select distinct
        node_id,
        pool_name,
        sharing_rule_id,
        sharing_rule_version,
        {{ pool_restrictions() | join(', ') }},
        period_start,
        period_end,
        tried_in,
        1 as is_tried,
        0 as is_fed
    from {{ ref('int_charges__tried') }}
    where node_id is not null
),

nodes as (
    select * from origins
    union all
    select * from {{ ref('int_pool_nodes__fed') }}
    union all
    select * from tried
)

-- No money comes into what is tried; where it is a node that pools have too, it is theirs.
select
    node_id,
    pool_name,
    sharing_rule_id,
    sharing_rule_version,
    {{ pool_restrictions() | join(', ') }},
    period_start,
    period_end,
    tried_in,
    min(is_tried) = 1 as is_tried,
    max(is_fed) = 1 as is_fed
from nodes
group by
    node_id, pool_name, sharing_rule_id, sharing_rule_version, {{ pool_restrictions() | join(', ') }},
    period_start, period_end, tried_in
