-- One row per day, node, part of its cost, owner and namespace: its weight, on the node's one basis.
with keys as (
    select * from {{ ref('int_node_keys') }}
),

bases as (
    select * from {{ ref('int_node_bases') }}
),

machines as (
    select * from {{ ref('int_machine_weights') }}
)

select
    keys.usage_date,
    keys.resource_key,
    bases.split_basis,
    machines.edge_part,
    machines.namespace,
    coalesce(machines.team, 'unallocated') as team,
    cast(sum(case bases.split_basis
        when 'market_ratio' then machines.market_weight
        when 'opencost' then machines.opencost_weight
        when 'gpu_hours' then machines.gpu_weight
    end) as decimal(28, 6)) as weight,
    cast(sum(machines.opencost_weight) as decimal(28, 6)) as opencost_weight
from keys
inner join bases on keys.usage_date = bases.usage_date and keys.resource_key = bases.resource_key
inner join machines
    on
        keys.usage_date = machines.usage_date
        and keys.cluster_key = machines.cluster_key
        and keys.machine_key = machines.machine_key
group by
    keys.usage_date, keys.resource_key, bases.split_basis, machines.edge_part, machines.namespace,
    coalesce(machines.team, 'unallocated')
