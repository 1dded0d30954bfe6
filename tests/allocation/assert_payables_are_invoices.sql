-- Fails on every issuer, month and currency for which payables are booked that are not its invoices and what
-- is paid ahead and not invoiced yet, or whose invoices are not booked. Invoices and what is paid ahead are
-- taken from core, not from the steps of the books. Tolerance zero, but for months that were corrected.
with currencies as (
    select * from {{ ref('currencies') }}
),

settings as (
    select coalesce(bool_or(lower(trim(setting_value)) = 'yes'), false) as is_tax_recoverable
    from {{ ref('dim_setting') }}
    where setting_name = 'recoverable_tax'
),

invoices as (
    select
        invoices.invoice_issuer_name,
        coalesce(invoices.billing_period, {{ period_of('invoices.invoice_date') }}, 'unknown')
            as billing_period,
        coalesce({{ period_of('invoices.invoice_date') }}, invoices.billing_period, 'unknown')
            as posting_period,
        invoices.billing_currency,
        coalesce(
            invoices.total_amount, invoices.amount_before_tax + coalesce(invoices.tax_amount, 0), 0
        ) as amount,
        case
            when settings.is_tax_recoverable
                then coalesce(invoices.tax_amount, invoices.total_amount - invoices.amount_before_tax, 0)
            else 0
        end as tax
    from {{ ref('fct_invoices') }} as invoices
    cross join settings
),

-- What is posted in one month is rounded once.
posted as (
    select
        invoices.invoice_issuer_name,
        invoices.billing_period,
        invoices.billing_currency,
        {{ smallest_units('sum(invoices.amount)', 'currencies.minor_units') }} as invoiced,
        sum(invoices.amount - invoices.tax) as net
    from invoices
    left join currencies on invoices.billing_currency = currencies.currency_code
    group by
        invoices.invoice_issuer_name, invoices.billing_period, invoices.posting_period,
        invoices.billing_currency, currencies.minor_units
),

invoiced as (
    select
        invoice_issuer_name,
        billing_period,
        billing_currency,
        sum(invoiced) as invoiced,
        sum(net) as net
    from posted
    group by invoice_issuer_name, billing_period, billing_currency
),

ahead as (
    select
        coalesce(costs.invoice_issuer_name, costs.provider_name, 'unknown') as invoice_issuer_name,
        coalesce(costs.billing_period, 'unknown') as billing_period,
        coalesce(costs.billing_currency, 'unknown') as billing_currency,
        sum(costs.billed_cost - coalesce(costs.effective_cost, costs.billed_cost)) as paid_ahead
    from {{ ref('fct_costs') }} as costs
    where costs.cost_origin = 'provider_bill' and costs.billed_cost != 0
    group by
        coalesce(costs.invoice_issuer_name, costs.provider_name, 'unknown'),
        coalesce(costs.billing_period, 'unknown'), coalesce(costs.billing_currency, 'unknown')
),

payables as (
    select
        source_name as invoice_issuer_name,
        reference_period as billing_period,
        currency as billing_currency,
        sum(credit - debit) as payable,
        count(distinct coalesce(legal_entity, '')) as count_entities,
        max(case when journal_type = 'correction' then 1 else 0 end) = 1 as is_corrected
    from {{ ref('fct_chargeback_journal') }}
    where account_kind = 'accounts_payable'
    group by source_name, reference_period, currency
),

known as (
    select
        coalesce(invoiced.invoice_issuer_name, ahead.invoice_issuer_name) as invoice_issuer_name,
        coalesce(invoiced.billing_period, ahead.billing_period) as billing_period,
        coalesce(invoiced.billing_currency, ahead.billing_currency) as billing_currency,
        coalesce(invoiced.invoiced, 0) as invoiced,
        coalesce(invoiced.net, 0) as net,
        coalesce(ahead.paid_ahead, 0) as paid_ahead
    from invoiced
    full outer join ahead
        on
            invoiced.invoice_issuer_name = ahead.invoice_issuer_name
            and invoiced.billing_period = ahead.billing_period
            and invoiced.billing_currency = ahead.billing_currency
),

compared as (
    select
        coalesce(known.invoice_issuer_name, payables.invoice_issuer_name) as invoice_issuer_name,
        coalesce(known.billing_period, payables.billing_period) as billing_period,
        coalesce(known.billing_currency, payables.billing_currency) as billing_currency,
        coalesce(known.invoiced, 0) as invoiced,
        coalesce(known.net, 0) as net,
        coalesce(known.paid_ahead, 0) as paid_ahead,
        coalesce(payables.payable, 0) as payable,
        coalesce(payables.count_entities, 0) as count_entities,
        coalesce(payables.is_corrected, false) as is_corrected
    from known
    full outer join payables
        on
            known.invoice_issuer_name = payables.invoice_issuer_name
            and known.billing_period = payables.billing_period
            and known.billing_currency = payables.billing_currency
),

-- What is paid ahead is invoiced first. Of several entities that pay one issuer nobody can say here which.
expected as (
    select
        compared.*,
        {{ smallest_unit('currencies.minor_units') }} as unit,
        compared.invoiced + {{ smallest_units('compared.paid_ahead', 'currencies.minor_units') }} - case
            when compared.net = 0 then 0
            when compared.paid_ahead < 0 or compared.paid_ahead <= compared.net
                then {{ smallest_units('compared.paid_ahead', 'currencies.minor_units') }}
            else {{ smallest_units('greatest(compared.net, 0)', 'currencies.minor_units') }}
        end as expected
    from compared
    left join currencies on compared.billing_currency = currencies.currency_code
)

select *
from expected
where
    case
        when count_entities > 1 then abs(payable - invoiced) > abs(paid_ahead) + count_entities * unit
        when is_corrected then abs(payable - expected) >= 2 * unit
        else {{ differs('payable', 'expected') }}
    end
