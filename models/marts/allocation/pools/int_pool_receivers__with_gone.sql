-- One row per node that has a target which is gone and receiver of it, gone or not, with the weight it has or
-- would have.
with edges as (
    select * from {{ ref('int_pool_edges') }}
),

-- Where something goes before what the rule says, its targets are not asked.
gone as (
    select receivers.* from {{ ref('int_pool_receivers') }} as receivers
    where
        is_gone
        and level_order = 1
        and weight > 0
        and not exists (
            select 1 from edges
            where edges.node_id = receivers.node_id and edges.level_order = 0
        )
),

-- Those that are left share with their own weights; where none is, the whole pool goes another way.
lasting as (
    select * from edges
    where level_order = 1 and node_id in (select gone.node_id from gone)
)

select
    node_id,
    sharing_rule_id,
    sharing_rule_version,
    target_kind,
    target_id,
    retired_from as gone_from,
    weight,
    1 as is_gone
from gone
union all
select
    node_id,
    cast(null as varchar) as sharing_rule_id,
    cast(null as integer) as sharing_rule_version,
    target_kind,
    target_id,
    cast(null as date) as gone_from,
    weight,
    0 as is_gone
from lasting
