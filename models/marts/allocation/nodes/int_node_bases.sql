-- One row per day and node, with the one basis that all of it is weighed on; NULL where nothing was measured.
with machines as (
    select
        usage_date, cluster_key, machine_key,
        case when min(case when has_opencost and is_priced then 1 else 0 end) = 1 then 1 else 0 end
            as by_market,
        case
            when min(case when has_opencost then 1 else 0 end) = 1 and sum(opencost_weight) > 0 then 1 else 0
        end as by_opencost,
        case when sum(gpu_weight) > 0 then 1 else 0 end as by_gpu_hours
    from {{ ref('int_machine_weights') }}
    group by usage_date, cluster_key, machine_key
),

counted as (
    select
        machine_keys.usage_date, machine_keys.resource_key,
        sum(machines.by_market) as count_market,
        sum(machines.by_opencost) as count_opencost,
        sum(machines.by_gpu_hours) as count_gpu_hours
    from {{ ref('int_node_keys') }} as machine_keys
    inner join machines
        on
            machine_keys.usage_date = machines.usage_date
            and machine_keys.cluster_key = machines.cluster_key
            and machine_keys.machine_key = machines.machine_key
    group by machine_keys.usage_date, machine_keys.resource_key
)

-- Bases are never mixed: the one that most machines of the node have, the market's ratio before the others.
select
    usage_date, resource_key,
    case
        when
            count_market >= count_opencost and count_market >= count_gpu_hours and count_market > 0
            then 'market_ratio'
        when count_opencost >= count_gpu_hours and count_opencost > 0 then 'opencost'
        when count_gpu_hours > 0 then 'gpu_hours'
    end as split_basis
from counted
