-- One row per issuer, invoice the charges name (or none), paying account, billing period and currency.
with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

keyed as (
    select
        coalesce(invoice_issuer_name, provider_name, 'unknown') as invoice_issuer_name,
        {{ real_invoice_id('invoice_id') }} as invoice_id,
        billing_account_id,
        coalesce(billing_period, 'unknown') as billing_period,
        coalesce(billing_currency, 'unknown') as billing_currency,
        billed_cost,
        case when charge_category = 'Tax' then billed_cost else 0 end as billed_tax
    from costs
),

invoiced_charges as (
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
)

select * from invoiced_charges
