-- One row per provider and number or name of one account with GPU machines, with its kinds of GPU.
with costs as (
    select * from {{ ref('int_gpu_costs__daily') }}
),

-- A list names an account by its number or its name; a name that two accounts have tells none.
names as (
    select provider_name, account_id, gpu_kind, lower(account_id) as account_key from costs
    union
    select provider_name, account_id, gpu_kind, lower(account_name) as account_key from costs
)

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
