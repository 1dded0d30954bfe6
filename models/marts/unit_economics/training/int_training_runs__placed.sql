-- One row per training run and day that ran where GPU machines are billed, with account, kind and workload.
with costs as (
    select * from {{ ref('int_gpu_costs__daily') }}
),

run_days as (
    select
        listed.training_run_id,
        listed.usage_date,
        listed.provider_name,
        listed.workload_name,
        listed.gpu_hours,
        gpu_accounts.account_id,
        -- A run that does not say its GPUs ran on the only ones of the account.
        coalesce(
            listed.gpu_kind, case when gpu_accounts.count_kinds = 1 then gpu_accounts.gpu_kind end
        ) as gpu_kind
    from {{ ref('int_training_runs__days') }} as listed
    inner join {{ ref('int_gpu_accounts') }} as gpu_accounts
        on listed.provider_name = gpu_accounts.provider_name and listed.account_key = gpu_accounts.account_key
),

groups as (
    select distinct usage_date, provider_name, account_id, gpu_kind, workload_name from costs
)

-- Charges that carry the name of its workload go before those of the account.
select
    run_days.training_run_id, run_days.usage_date, run_days.provider_name,
    run_days.account_id, run_days.gpu_kind, named.workload_name, run_days.gpu_hours
from run_days
left join groups as named
    on
        run_days.usage_date = named.usage_date
        and run_days.provider_name = named.provider_name
        and run_days.account_id = named.account_id
        and run_days.gpu_kind = named.gpu_kind
        and run_days.workload_name = named.workload_name
where named.workload_name is not null or run_days.gpu_hours > 0
