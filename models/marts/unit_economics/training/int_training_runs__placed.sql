-- One row per training run and day that ran where GPU machines are billed, with account, kind and workload.
with costs as (
    select * from {{ ref('int_gpu_costs__daily') }}
),

-- A list names an account by its number or its name; a name that two accounts have tells none.
names as (
    select provider_name, account_id, gpu_kind, lower(account_id) as account_key from costs
    union
    select provider_name, account_id, gpu_kind, lower(account_name) as account_key from costs
),

accounts as (
    select
        provider_name,
        account_key,
        min(account_id) as account_id,
        min(gpu_kind) as gpu_kind,
        count(distinct gpu_kind) as count_kinds
    from names
    where account_key is not null
    group by provider_name, account_key
    having count(distinct account_id) = 1
),

run_days as (
    select
        listed.training_run_id,
        listed.usage_date,
        listed.provider_name,
        listed.workload_name,
        listed.gpu_hours,
        accounts.account_id,
        -- A run that does not say its GPUs ran on the only ones of the account.
        coalesce(listed.gpu_kind, case when accounts.count_kinds = 1 then accounts.gpu_kind end) as gpu_kind
    from {{ ref('int_training_runs__days') }} as listed
    inner join accounts
        on listed.provider_name = accounts.provider_name and listed.account_key = accounts.account_key
),

groups as (
    select distinct usage_date, provider_name, account_id, gpu_kind, workload_name from costs
)

-- Charges that carry the name of its workload go before those of the account.
select
    run_days.training_run_id,
    run_days.usage_date,
    run_days.provider_name,
    run_days.account_id,
    run_days.gpu_kind,
    named.workload_name,
    run_days.gpu_hours
from run_days
left join groups as named
    on
        run_days.usage_date = named.usage_date
        and run_days.provider_name = named.provider_name
        and run_days.account_id = named.account_id
        and run_days.gpu_kind = named.gpu_kind
        and run_days.workload_name = named.workload_name
where named.workload_name is not null or run_days.gpu_hours > 0
