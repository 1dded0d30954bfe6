-- One row per day, machine, part of its cost, owner and namespace: its weight on each basis that the whole
-- machine has.
with quantities as (
    select * from {{ ref('int_machine_quantities') }}
),

prices as (
    select * from {{ ref('machine_prices') }}
    where resource != 'gpu'
),

priced as (
    select
        quantities.*,
        machines.has_opencost,
        cast(case
            when quantities.quantity = 0 then 0
            when quantities.resource = 'gpu' then quantities.quantity * machines.gpu_usd_per_hour
            else quantities.quantity * prices.usd_per_hour
        end as double) as market_cost
    from quantities
    inner join {{ ref('int_machines') }} as machines
        on
            quantities.usage_date = machines.usage_date
            and quantities.cluster_key = machines.cluster_key
            and quantities.machine_key = machines.machine_key
    left join prices on quantities.resource = prices.resource
),

-- What was asked for and not used is the workload's own part; idle and overhead are whole.
parts as (
    select
        *,
        case entry_kind when 'workload' then 'shared' else entry_kind end as edge_part,
        case entry_kind when 'workload' then 1 - unused_share else 1 end as part_share
    from priced
    union all
    select
        *,
        'over_requested' as edge_part,
        unused_share as part_share
    from priced
    where entry_kind = 'workload' and unused_share > 0
)

select
    usage_date, cluster_key, machine_key, edge_part, team, namespace,
    cast(sum(cast(market_cost * part_share as decimal(28, 12))) as decimal(28, 12)) as market_weight,
    cast(sum(cast(cast(cost as double) * part_share as decimal(28, 12))) as decimal(28, 12))
        as opencost_weight,
    cast(sum(case
        when resource = 'gpu' then cast(cast(quantity as double) * part_share as decimal(28, 12)) else 0
    end) as decimal(28, 12)) as gpu_weight,
    has_opencost,
    count(*) = count(market_cost) as is_priced
from parts
group by usage_date, cluster_key, machine_key, edge_part, team, namespace, has_opencost
