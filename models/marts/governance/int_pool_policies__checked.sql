-- One row per listed policy: whether it is followed.
with clusters as (
    select lower(delivery_scope) as cluster_name from {{ ref('fct_workload_allocations') }}
    union
    select lower(delivery_scope) as cluster_name from {{ ref('fct_gpu_hours') }}
)

-- Beside all pools only a cluster has policies of its own, on what of its machines no workload used.
select
    listed.pool_name || ' ' || listed.policy || ' ' || listed.choice as example_detail,
    known.choice is null
    or (
        listed.pool_name != '*'
        and (
            clusters.cluster_name is null
            or listed.policy not in {{ cluster_policies() }}
        )
    ) as is_unknown
from {{ ref('dim_pool_policy') }} as listed
left join {{ ref('allocation_policies') }} as known
    on listed.policy = known.policy and listed.choice = known.choice
left join clusters on lower(listed.pool_name) = clusters.cluster_name
