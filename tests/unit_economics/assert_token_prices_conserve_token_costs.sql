-- Every charge with a token class is in fct_token_prices exactly once, with its billed cost.
{{ config(group='unit_economics') }}
with charged as (
    select
        coalesce(provider_name, 'unknown') as provider_name,
        delivery_scope,
        billing_period,
        token_class,
        billing_currency,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        count(*) as count_charges
    from {{ ref('fct_costs') }}
    where token_class is not null
    group by coalesce(provider_name, 'unknown'), delivery_scope, billing_period, token_class, billing_currency
),

priced as (
    select
        provider_name,
        delivery_scope,
        billing_period,
        token_class,
        billing_currency,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        sum(count_charges) as count_charges
    from {{ ref('fct_token_prices') }}
    group by provider_name, delivery_scope, billing_period, token_class, billing_currency
)

select
    charged.provider_name,
    charged.billed_cost as charged_cost,
    priced.billed_cost as priced_cost
from charged
full outer join priced
    on
        charged.provider_name = priced.provider_name
        and charged.delivery_scope = priced.delivery_scope
        and charged.billing_period = priced.billing_period
        and charged.token_class = priced.token_class
        and charged.billing_currency = priced.billing_currency
where
    {{ differs('charged.billed_cost', 'priced.billed_cost') }}
    or {{ differs('charged.count_charges', 'priced.count_charges') }}
