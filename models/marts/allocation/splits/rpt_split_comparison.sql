-- One row per billing period, machine that its provider splits too, team and currency.
with provider_parts as (
    select * from {{ ref('int_splits__of_providers') }}
),

machines as (
    select distinct
        billing_period,
        provider_name,
        resource_key,
        billing_currency
    from provider_parts
),

pools as (
    select * from {{ ref('int_pools') }}
    where pool_resource_key is not null
),

own_parts as (
    select
        machines.billing_period,
        machines.provider_name,
        machines.resource_key,
        parts.target_id,
        machines.billing_currency,
        sum(case when parts.cost_part in ('shared', 'over_requested') then parts.effective_cost else 0 end)
            as used_cost,
        sum(case when parts.cost_part = 'idle' then parts.effective_cost else 0 end) as idle_cost,
        sum(parts.effective_cost) as effective_cost
    from machines
    inner join pools
        on
            machines.resource_key = pools.pool_resource_key
            and machines.billing_period = pools.billing_period
            and machines.billing_currency = pools.billing_currency
    inner join {{ ref('int_pools__allocated') }} as parts on pools.pool_id = parts.pool_id
    group by
        machines.billing_period, machines.provider_name, machines.resource_key, parts.target_id,
        machines.billing_currency
),

sides as (
    select
        coalesce(provider_parts.billing_period, own_parts.billing_period) as billing_period,
        coalesce(provider_parts.provider_name, own_parts.provider_name) as provider_name,
        coalesce(provider_parts.resource_key, own_parts.resource_key) as resource_key,
        coalesce(provider_parts.target_id, own_parts.target_id) as target_id,
        coalesce(provider_parts.billing_currency, own_parts.billing_currency) as billing_currency,
        coalesce(provider_parts.split_cost, 0) as split_cost,
        coalesce(provider_parts.unused_cost, 0) as unused_cost,
        own_parts.used_cost,
        own_parts.idle_cost,
        own_parts.effective_cost,
        provider_parts.target_id is not null as is_of_provider,
        own_parts.target_id is not null as is_own
    from provider_parts
    full outer join own_parts
        on
            provider_parts.billing_period = own_parts.billing_period
            and provider_parts.provider_name = own_parts.provider_name
            and provider_parts.resource_key = own_parts.resource_key
            and provider_parts.target_id = own_parts.target_id
            and provider_parts.billing_currency = own_parts.billing_currency
),

-- Of a machine that is split here a team without a part has 0; one that is not split here has no figure.
judged as (
    select
        *,
        max(case when is_own then 1 else 0 end) over (
            partition by billing_period, resource_key, billing_currency
        ) = 1 as is_split_here
    from sides
)

select
    billing_period,
    provider_name,
    resource_key as machine,
    target_id,
    billing_currency,
    cast(split_cost as decimal(38, 12)) as provider_split_cost,
    cast(unused_cost as decimal(38, 12)) as provider_unused_cost,
    cast(split_cost + unused_cost as decimal(38, 12)) as provider_cost,
    cast(case when is_split_here then coalesce(used_cost, 0) end as decimal(38, 12)) as used_cost,
    cast(case when is_split_here then coalesce(idle_cost, 0) end as decimal(38, 12)) as idle_cost,
    cast(
        case
            when is_split_here
                then coalesce(effective_cost, 0) - coalesce(used_cost, 0) - coalesce(idle_cost, 0)
        end as decimal(38, 12)
    ) as other_cost,
    cast(case when is_split_here then coalesce(effective_cost, 0) end as decimal(38, 12)) as effective_cost,
    cast(
        case when is_split_here then coalesce(effective_cost, 0) - split_cost - unused_cost end
        as decimal(38, 12)
    ) as difference,
    case
        when not is_split_here then 'not_split_here'
        when not is_own then 'provider_alone'
        when not is_of_provider then 'here_alone'
        else 'both'
    end as split_by
from judged
