-- One row per day, machine, kind and owner that GPU readings saw: hours of whole GPUs, by the one source
-- that says most.
with gpu_hours as (
    select
        *,
        lower(delivery_scope) as cluster_key,
        coalesce(lower(node_name), lower(provider_resource_id), '*') as machine_key,
        case when workload_state = 'allocated' then allocated_hours else provisioned_hours end as held_hours
    from {{ ref('fct_gpu_hours') }}
),

pods as (
    select
        cluster_key, usage_date, namespace, pod_name,
        min(team) as team
    from {{ ref('int_machine_entries') }}
    where pod_name is not null
    group by cluster_key, usage_date, namespace, pod_name
),

namespaces as (
    select * from {{ ref('int_namespaces__owned') }}
),

-- Two sources that watch one machine are two answers: one that sees idle GPUs speaks first, then the longer.
sources as (
    select
        cluster_key, machine_key, usage_date, source_name,
        count(provisioned_hours) > 0 as sees_idle,
        max(gpu_model_name) as gpu_model_name,
        row_number() over (
            partition by cluster_key, machine_key, usage_date
            order by count(provisioned_hours) > 0 desc, sum(held_hours) desc nulls last, source_name asc
        ) as place
    from gpu_hours
    group by cluster_key, machine_key, usage_date, source_name
),

owned as (
    select
        gpu_hours.*,
        sources.sees_idle,
        sources.gpu_model_name as machine_gpu_model,
        coalesce(pods.team, namespaces.team) as team,
        case
            when gpu_hours.workload_state != 'allocated' then 'idle'
            when pods.team is null and namespaces.is_system then 'overhead'
            else 'workload'
        end as entry_kind
    from gpu_hours
    inner join sources
        on
            gpu_hours.cluster_key = sources.cluster_key
            and gpu_hours.machine_key = sources.machine_key
            and gpu_hours.usage_date = sources.usage_date
            and gpu_hours.source_name = sources.source_name
            and sources.place = 1
    left join pods
        on
            gpu_hours.cluster_key = pods.cluster_key
            and gpu_hours.usage_date = pods.usage_date
            and gpu_hours.namespace = pods.namespace
            and gpu_hours.pod_name = pods.pod_name
    left join namespaces
        on
            gpu_hours.cluster_key = namespaces.cluster_key
            and gpu_hours.namespace = namespaces.namespace
            and gpu_hours.usage_date = namespaces.usage_date
)

select
    usage_date, cluster_key, machine_key, entry_kind, team, namespace, sees_idle,
    machine_gpu_model as gpu_model_name,
    cast(sum(coalesce(held_hours, 0)) as decimal(28, 12)) as hours,
    coalesce(1 - {{ ratio('sum(active_hours)', 'sum(activity_hours)') }}, 0) as unused_share
from owned
group by usage_date, cluster_key, machine_key, entry_kind, team, namespace, sees_idle, machine_gpu_model
