-- One row per entry of OpenCost: its cluster and machine, what it is, who owns it, and what of the machine
-- it had.
with allocations as (
    select
        *,
        lower(delivery_scope) as cluster_key,
        coalesce(lower(node_name), lower(provider_resource_id), '*') as machine_key
    from {{ ref('fct_workload_allocations') }}
),

labelled as (
    select * from {{ ref('int_workloads__labelled') }}
),

namespaces as (
    select * from {{ ref('int_namespaces__owned') }}
)

-- A named owner makes a workload of what runs in a system's namespace.
select
    allocations.usage_date,
    allocations.cluster_key,
    allocations.machine_key,
    allocations.provider_name,
    allocations.provider_resource_id,
    allocations.namespace,
    allocations.pod_name,
    coalesce(labelled.team, namespaces.team) as team,
    case
        when allocations.allocation_kind = 'idle' then 'idle'
        when labelled.team is null and namespaces.is_system then 'overhead'
        else 'workload'
    end as entry_kind,
    {% for resource, hours in machine_resources() %}
        greatest(coalesce(allocations.{{ hours }}, 0), 0) as {{ resource }}_hours,
        greatest(coalesce(allocations.{{ resource }}_cost, 0), 0) as {{ resource }}_cost,
        coalesce(allocations.{{ resource }}_unused_cost, 0) as {{ resource }}_unused_cost,
    {% endfor %}
    allocations.gpu_model_name
from allocations
left join labelled
    on allocations.labels = labelled.labels and allocations.usage_date = labelled.usage_date
left join namespaces
    on
        allocations.cluster_key = namespaces.cluster_key
        and allocations.namespace = namespaces.namespace
        and allocations.usage_date = namespaces.usage_date
