-- One row per cluster, namespace and day seen in a cluster: the team it belongs to, and whether it is a
-- system's.
with seen as (
    select
        lower(delivery_scope) as cluster_key,
        namespace,
        usage_date
    from {{ ref('fct_workload_allocations') }}
    where namespace is not null
    union
    select
        lower(delivery_scope) as cluster_key,
        namespace,
        usage_date
    from {{ ref('fct_gpu_hours') }}
    where namespace is not null
),

owners as (
    select * from {{ ref('dim_owner') }}
    where owner_kind = 'namespace'
),

-- A namespace of one cluster, written cluster/namespace, speaks before that name in any cluster.
owned as (
    select
        seen.*,
        coalesce(own.team, any_cluster.team) as team
    from seen
    left join owners as own
        on
            seen.cluster_key || '/' || lower(seen.namespace) = lower(own.owner_value)
            and seen.usage_date >= own.valid_from
            and seen.usage_date < own.valid_to
    left join owners as any_cluster
        on
            seen.namespace = any_cluster.owner_value
            and seen.usage_date >= any_cluster.valid_from
            and seen.usage_date < any_cluster.valid_to
)

select
    owned.*,
    owned.team is null and exists (
        select 1 from {{ ref('system_namespaces') }} as systems
        where owned.namespace like systems.namespace_pattern
    ) as is_system
from owned
