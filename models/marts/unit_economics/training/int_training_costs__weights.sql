-- One row per group of GPU machine costs and run that shares it, and one for what no run used, with weights.
with groups as (
    select
        *,
        md5({{ identity([
            'usage_date', 'provider_name', 'account_id', 'gpu_kind', 'workload_name', 'billing_currency',
            'reporting_currency',
        ]) }}) as group_id,
        sum(gpu_hours) over (
            partition by usage_date, provider_name, account_id, gpu_kind, workload_name
        ) as hours_of_all,
        count(*) over (partition by usage_date, provider_name, account_id, gpu_kind, workload_name)
        = count(gpu_hours) over (partition by usage_date, provider_name, account_id, gpu_kind, workload_name)
            as has_hours
    from {{ ref('int_gpu_costs__daily') }}
),

shared as (
    select
        groups.*,
        placed.training_run_id,
        placed.gpu_hours as run_hours
    from groups
    inner join {{ ref('int_training_runs__placed') }} as placed
        on
            groups.usage_date = placed.usage_date
            and groups.provider_name = placed.provider_name
            and groups.account_id = placed.account_id
            and groups.gpu_kind = placed.gpu_kind
            and coalesce(groups.workload_name, '') = coalesce(placed.workload_name, '')
    -- Without hours nobody can tell what part of a machine a run had, unless the charge is its own.
    where groups.has_hours or groups.workload_name is not null
),

used as (
    select
        group_id,
        count(*) as count_runs,
        sum(run_hours) as run_hours
    from shared
    group by group_id
)

select
    shared.*,
    coalesce(shared.run_hours, 0) as weight
from shared
union all
select
    groups.*,
    'no_run' as training_run_id,
    null as run_hours,
    case
        when used.count_runs is null then 1
        else greatest(coalesce(groups.hours_of_all, 0) - coalesce(used.run_hours, 0), 0)
    end as weight
from groups
left join used on groups.group_id = used.group_id
where used.count_runs is null or groups.workload_name is null
