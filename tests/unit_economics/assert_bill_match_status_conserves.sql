-- Tokens are what they should cost and the gaps; a bill is its parts; every bill with tokens is here whole.
with bills as (
    select
        provider_name,
        delivery_scope,
        billing_period,
        billing_currency as currency,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost
    from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
    group by provider_name, delivery_scope, billing_period, billing_currency
    having count(token_class) > 0
)

select
    coalesce(status.provider_name, bills.provider_name) as provider_name,
    coalesce(status.delivery_scope, bills.delivery_scope) as delivery_scope,
    coalesce(status.billing_period, bills.billing_period) as billing_period,
    coalesce(status.currency, bills.currency) as currency
from {{ ref('rpt_bill_match_status') }} as status
full outer join bills
    on
        status.provider_name = bills.provider_name
        and status.delivery_scope = bills.delivery_scope
        and status.billing_period = bills.billing_period
        and status.currency = bills.currency
where
    {{ differs('status.billed_cost', 'bills.billed_cost') }}
    or status.token_cost
    != coalesce(status.expected_cost, 0) + status.quantity_gap + status.fx_gap + status.contract_gap
    + status.list_gap + status.class_gap + status.tier_gap + status.rounding_gap + status.unknown_gap
    + status.unpriced_cost
    or status.billed_cost
    != status.token_cost + status.purchases + status.credits + status.tax + status.adjustments
    + status.other_usage_cost
