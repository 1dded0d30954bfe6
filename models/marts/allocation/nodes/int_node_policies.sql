-- One row per day, resource of a machine and policy that its cluster has of its own.
with keys as (
    select * from {{ ref('int_node_keys') }}
),

listed as (
    select * from {{ ref('dim_pool_policy') }}
    where policy in {{ cluster_policies() }}
),

choices as (
    select * from {{ ref('allocation_policies') }}
),

-- A choice that the policy does not know is not taken. Of two clusters that name one machine the first by
-- name says it, as of two spellings of one cluster.
fitting as (
    select
        keys.usage_date,
        keys.resource_key,
        listed.policy,
        listed.choice,
        listed.owner_name,
        row_number() over (
            partition by keys.usage_date, keys.resource_key, listed.policy
            order by keys.cluster_key asc, listed.pool_name asc, keys.machine_key asc
        ) as first_wins
    from keys
    inner join listed
        on
            keys.cluster_key = lower(listed.pool_name)
            and keys.usage_date >= listed.valid_from
            and keys.usage_date < listed.valid_to
    inner join choices on listed.policy = choices.policy and listed.choice = choices.choice
)

select
    usage_date,
    resource_key,
    policy,
    choice,
    owner_name
from fitting
where first_wins = 1
