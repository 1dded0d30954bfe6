-- The reconciliation holds all that providers bill, per currency, tolerance zero.
-- Own assets and labour are none of it.
with costs as (
    select
        coalesce(billing_currency, 'unknown') as billing_currency,
        sum(billed_cost) as billed_cost
    from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
    group by coalesce(billing_currency, 'unknown')
),

reconciled as (
    select
        billing_currency,
        sum(billed_cost) as billed_cost
    from {{ ref('fct_invoice_reconciliation') }}
    group by billing_currency
)

select
    costs.*,
    reconciled.billed_cost as billed_reconciled
from costs
full outer join reconciled on costs.billing_currency = reconciled.billing_currency
where coalesce(costs.billed_cost, 0) != coalesce(reconciled.billed_cost, 0)
