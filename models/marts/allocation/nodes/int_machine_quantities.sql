-- One row per day, machine, resource, kind and owner: what it had, GPUs as their readings share them.
with resources as (
    select * from {{ ref('int_machine_resources') }}
),

gpus as (
    select
        *,
        {{ ratio('hours', 'sum(hours) over (partition by usage_date, cluster_key, machine_key)') }} as share
    from {{ ref('int_machine_gpus') }}
),

read_machines as (
    select distinct usage_date, cluster_key, machine_key, sees_idle from {{ ref('int_machine_gpus') }}
),

-- What readings do not see, such as a source that reports no idle GPU, stays as OpenCost tells it.
split as (
    select
        resources.*,
        resources.resource = 'gpu'
        and read_machines.machine_key is not null
        and (read_machines.sees_idle or resources.entry_kind != 'idle') as is_read
    from resources
    left join read_machines
        on
            resources.usage_date = read_machines.usage_date
            and resources.cluster_key = read_machines.cluster_key
            and resources.machine_key = read_machines.machine_key
),

told as (
    select
        usage_date, cluster_key, machine_key,
        sum(cost) as cost,
        case when count(quantity) = count(*) then sum(quantity) end as quantity
    from split
    where is_read
    group by usage_date, cluster_key, machine_key
)

select
    usage_date, cluster_key, machine_key, resource, entry_kind, team, namespace, cost, quantity, unused_share
from split
where not is_read
union all
select
    gpus.usage_date, gpus.cluster_key, gpus.machine_key, 'gpu' as resource, gpus.entry_kind, gpus.team,
    gpus.namespace,
    cast(coalesce(told.cost * gpus.share, 0) as decimal(28, 12)) as cost,
    case
        when told.quantity > 0 then cast(told.quantity * gpus.share as decimal(28, 12))
        else gpus.hours
    end as quantity,
    gpus.unused_share
from gpus
left join told
    on
        gpus.usage_date = told.usage_date
        and gpus.cluster_key = told.cluster_key
        and gpus.machine_key = told.machine_key
