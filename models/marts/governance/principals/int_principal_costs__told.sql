-- One row per billing period, principal, provider, owner and currency of what gateways and tools on the
-- client's side estimated.
{%- set kinds = {'key': 'api_key_id', 'principal': 'principal_id'} %}
with estimates as (
    select
        *,
        {{ principal_kind('principal_id', 'api_key_id') }} as principal_kind
    from {{ ref('fct_cost_estimates') }}
    where estimate_kind in ('gateway_estimate', 'client_estimate')
),

owners as (
    select * from {{ ref('dim_owner') }}
),

owned as (
    select
        estimates.*,
        {{ owner_says('team', kinds) }} as owner_team,
        estimates.effective_cost as estimated_cost,
        case when estimates.effective_cost is not null then estimates.count_rows else 0 end as rows_estimated
    from estimates
    {{ join_owners('estimates', 'estimate_date', kinds) }}
),

named as (
    select
        *,
        case when principal_kind = 'key' then api_key_id end as key_id,
        case when principal_kind = 'unknown' then 'nobody_named' end as principal_reason,
        case when principal_kind != 'unknown' then owner_team end as team,
        case
            when principal_kind = 'unknown' then 'no_principal'
            when owner_team is null then 'no_owner_listed'
        end as team_reason
    from owned
)

select
    billing_period,
    principal_kind,
    principal_id,
    key_id as api_key_id,
    principal_reason,
    provider_name,
    team,
    team_reason,
    estimate_kind as cost_basis,
    billing_currency,
    cast(sum(count_rows) as bigint) as count_rows,
    cast(sum(rows_estimated) as bigint) as count_estimated,
    cast(sum(estimated_cost) as decimal(38, 12)) as estimated_cost
from named
group by
    billing_period, principal_kind, principal_id, key_id, principal_reason, provider_name, team, team_reason,
    estimate_kind, billing_currency
