-- One row per day, machine, resource, kind of entry and owner: how much of it, what OpenCost said it cost,
-- what stood unused.
with resources as (
    {% for resource, hours in machine_resources()[:-1] %}
        select
            usage_date, cluster_key, machine_key, '{{ resource }}' as resource, entry_kind, team, namespace,
            {{ resource }}_hours as hours,
            {{ resource }}_cost as cost,
            {{ resource }}_unused_cost as unused_cost
        from {{ ref('int_machine_entries') }}
        union all
    {% endfor %}
    {%- set resource, hours = machine_resources()[-1] %}
    select
        usage_date, cluster_key, machine_key, '{{ resource }}' as resource, entry_kind, team, namespace,
        {{ resource }}_hours as hours,
        {{ resource }}_cost as cost,
        {{ resource }}_unused_cost as unused_cost
    from {{ ref('int_machine_entries') }}
),

added_up as (
    select
        usage_date, cluster_key, machine_key, resource, entry_kind, team, namespace,
        cast(sum(hours) as decimal(28, 12)) as hours,
        cast(sum(cost) as decimal(28, 12)) as cost,
        cast(sum(unused_cost) as decimal(28, 12)) as unused_cost,
        cast(sum(case when hours = 0 then cost else 0 end) as decimal(28, 12)) as cost_without_hours
    from resources
    where hours > 0 or cost > 0
    group by usage_date, cluster_key, machine_key, resource, entry_kind, team, namespace
),

priced as (
    select
        *,
        {{ ratio(
            'sum(cost - cost_without_hours) over (partition by usage_date, cluster_key, machine_key, resource)',
            'sum(hours) over (partition by usage_date, cluster_key, machine_key, resource)',
        ) }} as cost_of_hour
    from added_up
)

-- Idle entries have a cost and no hours: their hours are what the others' cost an hour makes of it.
select
    usage_date, cluster_key, machine_key, resource, entry_kind, team, namespace, cost,
    case
        when cost_without_hours = 0 then hours
        when cost_of_hour > 0
            then cast(hours + {{ ratio('cost_without_hours', 'cost_of_hour') }} as decimal(28, 12))
    end as quantity,
    coalesce({{ ratio('unused_cost', 'cost') }}, 0) as unused_share
from priced
