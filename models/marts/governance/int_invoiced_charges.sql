-- One row per issuer, invoice the charges name (or none), paying account, billing period and currency.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

slices as (
    select * from {{ ref('fct_cost_slices') }}
),

-- The month of the invoice is that of the slice: service days that a bill is spread over lie in other months.
keyed as (
    select
        coalesce(costs.invoice_issuer_name, costs.provider_name, 'unknown') as invoice_issuer_name,
        {{ real_invoice_id('costs.invoice_id') }} as invoice_id,
        costs.billing_account_id,
        coalesce(slices.billing_period, costs.billing_period, 'unknown') as billing_period,
        coalesce(costs.billing_currency, 'unknown') as billing_currency,
        costs.billed_cost,
        case when costs.charge_category = 'Tax' then costs.billed_cost else 0 end as billed_tax
    from costs
    left join slices on costs.slice_id = slices.slice_id
)

select
    invoice_issuer_name,
    invoice_id,
    billing_account_id,
    billing_period,
    billing_currency,
    cast(count(*) as bigint) as count_charges,
    cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
    cast(sum(billed_tax) as decimal(38, 12)) as billed_tax
from keyed
group by invoice_issuer_name, invoice_id, billing_account_id, billing_period, billing_currency
-- What bills nothing and names no invoice waits for none: use of prepaid credit.
having invoice_id is not null or coalesce(sum(abs(billed_cost)), 1) != 0
