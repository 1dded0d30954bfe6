-- One row per issuer, invoice the charges name (or none), billing period and currency: what the data holds.
with costs as (
    select * from {{ ref('fct_costs') }}
)

select
    coalesce(invoice_issuer_name, provider_name, 'unknown') as invoice_issuer_name,
    {{ real_invoice_id('invoice_id') }} as invoice_id,
    billing_period,
    billing_currency,
    cast(count(*) as bigint) as count_charges,
    cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
    cast(
        coalesce(sum(case when charge_category = 'Tax' then billed_cost end), 0) as decimal(38, 12)
    ) as billed_tax
from costs
where cost_origin = 'provider_bill'
group by
    coalesce(invoice_issuer_name, provider_name, 'unknown'),
    {{ real_invoice_id('invoice_id') }},
    billing_period,
    billing_currency
