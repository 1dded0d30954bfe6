-- Fails where accruals of an open month know another billed cost or amount invoiced per currency than core.
{{ config(group='allocation') }}
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
left join {{ ref('int_closed_periods') }} as closed_periods
    on coalesce(expected.billing_period, accruals.billing_period) = closed_periods.billing_period
where
    closed_periods.billing_period is null
    and (
        {{ differs('expected.billed', 'accruals.billed') }}
        or {{ differs('expected.invoiced', 'accruals.invoiced') }}
    )
