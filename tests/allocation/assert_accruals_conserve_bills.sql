-- Fails where accruals know another billed cost or amount invoiced of a month and currency than core does.
with bills as (
    select
        billing_period,
        billing_currency,
        sum(billed_cost) as billed,
        0 as invoiced
    from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
    group by billing_period, billing_currency
    union all
    select
        coalesce(billing_period, {{ period_of('invoice_date') }}) as billing_period,
        billing_currency,
        0 as billed,
        sum(coalesce(total_amount, amount_before_tax + coalesce(tax_amount, 0))) as invoiced
    from {{ ref('fct_invoices') }}
    group by coalesce(billing_period, {{ period_of('invoice_date') }}), billing_currency
),

accruals as (
    select
        billing_period,
        billing_currency,
        sum(billed_known) as billed,
        coalesce(sum(invoiced_so_far), 0) as invoiced
    from {{ ref('fct_accruals') }}
    group by billing_period, billing_currency
),

expected as (
    select
        coalesce(billing_period, 'unknown') as billing_period,
        coalesce(billing_currency, 'unknown') as billing_currency,
        coalesce(sum(billed), 0) as billed,
        coalesce(sum(invoiced), 0) as invoiced
    from bills
    group by coalesce(billing_period, 'unknown'), coalesce(billing_currency, 'unknown')
)

select
    coalesce(expected.billing_period, accruals.billing_period) as billing_period,
    expected.billed,
    accruals.billed as accrued,
    expected.invoiced,
    accruals.invoiced as invoiced_in_accruals
from expected
full outer join accruals
    on
        expected.billing_period = accruals.billing_period
        and expected.billing_currency = accruals.billing_currency
where
    {{ differs('expected.billed', 'accruals.billed') }}
    or {{ differs('expected.invoiced', 'accruals.invoiced') }}
