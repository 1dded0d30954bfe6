-- One row per provider, paying account and project (NULL: the account itself): the team that owns most of it.
with owned as (
    select
        costs.provider_name,
        costs.billing_account_id,
        costs.sub_account_id,
        purposes.team,
        sum(abs(coalesce(costs.effective_cost_reporting, costs.billed_cost_reporting, 0))) as cost
    from {{ ref('fct_costs') }} as costs
    inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
    where purposes.team is not null
    group by costs.provider_name, costs.billing_account_id, costs.sub_account_id, purposes.team
),

in_accounts as (
    select
        *,
        sum(cost) over (partition by provider_name, billing_account_id, team) as cost_in_account
    from owned
),

ranked as (
    select
        *,
        row_number() over (
            partition by provider_name, billing_account_id, sub_account_id order by cost desc, team asc
        ) as place_in_project,
        first_value(team) over (
            partition by provider_name, billing_account_id order by cost_in_account desc, team asc
        ) as account_team
    from in_accounts
),

accounts as (
    select distinct
        provider_name,
        billing_account_id,
        account_team
    from ranked
)

select
    provider_name,
    billing_account_id,
    sub_account_id,
    team as fixer_team,
    'owns_most_of_project' as fixer_reason
from ranked
where place_in_project = 1 and sub_account_id is not null
union all
select
    provider_name,
    billing_account_id,
    cast(null as varchar) as sub_account_id,
    account_team as fixer_team,
    'owns_most_of_account' as fixer_reason
from accounts
