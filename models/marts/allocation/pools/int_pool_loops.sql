-- One row per node whose cost can go no further: its rule sends it to pools shared before it or to itself
-- alone, or it walks round until the last step; with the rules that send it.
with recursive nodes as (
    select * from {{ ref('int_pool_nodes') }}
    where not is_tried
),

sending as (
    select distinct
        nodes.node_id,
        nodes.pool_name,
        nodes.period_start,
        nodes.period_end,
        nodes.sharing_rule_id,
        nodes.sharing_rule_version,
        receivers.target_id as fed_pool_name
    from nodes
    inner join {{ ref('int_pool_receivers') }} as receivers on nodes.node_id = receivers.node_id
    where receivers.level_order = 1 and receivers.target_kind = 'pool' and receivers.weight > 0
),

-- A first way of sharing that is left out gave nobody a weight: all its pools were closed.
closed_before as (
    select distinct node_id from {{ ref('int_pool_edges') }}
    where level_order > 1
),

circling as (
    select distinct node_id from {{ ref('int_pool_flows') }}
    where step = {{ last_pool_step() }}
),

stopped as (
    select
        sending.*,
        circling.node_id is not null as is_circle
    from sending
    left join closed_before on sending.node_id = closed_before.node_id
    left join circling on sending.node_id = circling.node_id
    where closed_before.node_id is not null or circling.node_id is not null
),

ways as (
    select distinct
        period_start,
        period_end,
        pool_name,
        fed_pool_name,
        'rule ' || sharing_rule_id || ' version ' || sharing_rule_version || ' sends ' || pool_name || ' to '
        || fed_pool_name as way
    from sending
    where period_start in (select stopped.period_start from stopped)
),

feeding as (
    select
        period_start,
        period_end,
        pool_name,
        fed_pool_name
    from ways
    union
    select
        ways.period_start,
        ways.period_end,
        ways.pool_name,
        feeding.fed_pool_name
    from feeding
    inner join ways
        on
            feeding.period_start = ways.period_start
            and feeding.period_end = ways.period_end
            and feeding.pool_name = ways.fed_pool_name
),

-- Of the loop is a way from where the stopped pool sends to, that sends to where it comes back from.
going_round as (
    select
        stopped.node_id,
        string_agg(distinct ways.way, ', ' order by ways.way) as ways_round
    from stopped
    inner join ways
        on stopped.period_start = ways.period_start and stopped.period_end = ways.period_end
    left join feeding as onward
        on
            stopped.period_start = onward.period_start
            and stopped.period_end = onward.period_end
            and stopped.pool_name = onward.pool_name
            and ways.pool_name = onward.fed_pool_name
    left join feeding as back
        on
            stopped.period_start = back.period_start
            and stopped.period_end = back.period_end
            and ways.fed_pool_name = back.pool_name
            and stopped.pool_name = back.fed_pool_name
    where
        (ways.pool_name = stopped.pool_name or onward.pool_name is not null)
        and (ways.fed_pool_name = stopped.pool_name or back.pool_name is not null)
    group by stopped.node_id
)

select
    stopped.node_id,
    stopped.sharing_rule_id as rule_id,
    stopped.sharing_rule_version as rule_version,
    stopped.pool_name,
    case
        when stopped.is_circle then 'circle'
        when going_round.node_id is not null then 'loop'
        else 'closed_before'
    end as stop_reason,
    coalesce(going_round.ways_round, string_agg(
        'rule ' || stopped.sharing_rule_id || ' version ' || stopped.sharing_rule_version || ' sends '
        || stopped.pool_name || ' to ' || stopped.fed_pool_name, ', ' order by stopped.fed_pool_name
    )) as sent_by
from stopped
left join going_round on stopped.node_id = going_round.node_id
group by
    stopped.node_id, stopped.sharing_rule_id, stopped.sharing_rule_version, stopped.pool_name,
    stopped.is_circle, going_round.node_id, going_round.ways_round
