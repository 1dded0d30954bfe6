-- Per slice, kind of identity and currency, identities add up to the charges that have such an identity.
with costs as (
    select * from {{ ref('fct_costs') }}
),

bridge as (
    select * from {{ ref('bridge_cost_tags') }}
),

charges as (
    select slice_id, 'key' as owner_kind, billing_currency, billed_cost from costs
    where api_key_id is not null
    union all
    select slice_id, 'principal' as owner_kind, billing_currency, billed_cost from costs
    where principal_id is not null
    union all
    select slice_id, 'project' as owner_kind, billing_currency, billed_cost from costs
    where sub_account_id is not null
    union all
    select slice_id, 'account' as owner_kind, billing_currency, billed_cost from costs
    where billing_account_id is not null
    union all
    select slice_id, 'resource' as owner_kind, billing_currency, billed_cost from costs
    where resource_id is not null
    union all
    select slice_id, 'resource' as owner_kind, billing_currency, billed_cost from costs
    where resource_name is not null and {{ differs('resource_name', 'resource_id') }}
    union all
    select costs.slice_id, 'tag' as owner_kind, costs.billing_currency, costs.billed_cost
    from costs
    inner join bridge on costs.charge_id = bridge.charge_id
),

counted as (
    select
        slice_id,
        owner_kind,
        coalesce(billing_currency, '') as billing_currency,
        count(*) as count_charges,
        sum(billed_cost) as billed_cost
    from charges
    group by slice_id, owner_kind, coalesce(billing_currency, '')
),

held as (
    select
        slice_id,
        owner_kind,
        coalesce(billing_currency, '') as billing_currency,
        sum(count_charges) as count_charges,
        sum(billed_cost) as billed_cost
    from {{ ref('fct_cost_identities') }}
    group by slice_id, owner_kind, coalesce(billing_currency, '')
)

select
    counted.*,
    held.count_charges as count_held,
    held.billed_cost as billed_held
from counted
full outer join held
    on
        counted.slice_id = held.slice_id
        and counted.owner_kind = held.owner_kind
        and counted.billing_currency = held.billing_currency
where
    {{ differs('counted.count_charges', 'held.count_charges') }}
    or {{ differs('counted.billed_cost', 'held.billed_cost') }}
