-- Fails where the comparison of splits has more or less of a provider's split than its charges say, or of a
-- machine's cost here than its pools hold, or where a row of a provider's split costs anything itself.
{{ config(group='allocation') }}
with told as (
    select
        billing_period,
        billing_currency,
        sum({{ to_money(json_text('sku_price_details', 'x_SplitCost')) }}) as split_cost,
        sum({{ to_money(json_text('sku_price_details', 'x_SplitUnusedCost')) }}) as unused_cost,
        sum(abs(billed_cost) + abs(effective_cost)) as counted_cost
    from {{ ref('fct_costs') }}
    where {{ json_text('sku_price_details', 'x_SplitParentResourceId') }} is not null
    group by billing_period, billing_currency
),

compared as (
    select
        billing_period,
        billing_currency,
        sum(provider_split_cost) as split_cost,
        sum(provider_unused_cost) as unused_cost
    from {{ ref('rpt_split_comparison') }}
    group by billing_period, billing_currency
),

pools as (
    select
        pool_resource_key as machine,
        billing_period,
        billing_currency,
        coalesce(sum(effective_cost), 0) as effective_cost
    from {{ ref('int_pools') }}
    where pool_resource_key is not null
    group by pool_resource_key, billing_period, billing_currency
),

machines as (
    select
        machine,
        billing_period,
        billing_currency,
        sum(effective_cost) as effective_cost
    from {{ ref('rpt_split_comparison') }}
    group by machine, billing_period, billing_currency
)

select
    coalesce(told.billing_period, compared.billing_period) as billing_period,
    'told' as what
from told
full outer join compared
    on told.billing_period = compared.billing_period and told.billing_currency = compared.billing_currency
where
    {{ differs('coalesce(told.split_cost, 0)', 'coalesce(compared.split_cost, 0)') }}
    or {{ differs('coalesce(told.unused_cost, 0)', 'coalesce(compared.unused_cost, 0)') }}
    or told.counted_cost != 0
union all
select
    machines.billing_period,
    machines.machine as what
from machines
left join pools
    on
        machines.machine = pools.machine
        and machines.billing_period = pools.billing_period
        and machines.billing_currency = pools.billing_currency
where {{ differs('machines.effective_cost', 'pools.effective_cost') }}
