-- One row per policy and period: the choice for every pool, else the default, and the team that keeps what
-- is left.
with policies as (
    select * from {{ ref('allocation_policies') }}
    where is_default
),

choices as (
    select * from {{ ref('allocation_policies') }}
),

listed as (
    select * from {{ ref('dim_pool_policy') }}
    where pool_name = '*'
),

bounds as (
    select policy, valid_from as boundary from listed
    union
    select policy, valid_to as boundary from listed
    union
    select policy, date '1970-01-01' as boundary from policies
    union
    select policy, date '9999-12-31' as boundary from policies
),

periods as (
    select
        policy,
        boundary as valid_from,
        lead(boundary) over (partition by policy order by boundary) as valid_to
    from bounds
)

-- A choice that the policy does not know is not taken: its default holds.
select
    policies.policy,
    periods.valid_from,
    periods.valid_to,
    coalesce(choices.choice, policies.choice) as choice,
    listed.owner_name
from policies
inner join periods on policies.policy = periods.policy and periods.valid_to is not null
left join listed
    on
        policies.policy = listed.policy
        and periods.valid_from >= listed.valid_from
        and periods.valid_to <= listed.valid_to
left join choices on listed.policy = choices.policy and listed.choice = choices.choice
