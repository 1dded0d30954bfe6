-- One row per issuer, paying entity, month invoiced, currency and month posted: what invoices are booked on.
{%- set bill = 'partition by invoice_issuer_name, legal_entity, reference_period, billing_currency' %}
with invoices as (
    select * from {{ ref('int_invoices__dated') }}
),

bills as (
    select * from {{ ref('int_bills__expected') }}
),

accruals as (
    select * from {{ ref('int_accruals__computed') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

posted as (
    select
        invoice_issuer_name,
        legal_entity,
        reference_period,
        billing_currency,
        posting_period,
        cast(count(*) as bigint) as count_invoices,
        string_agg(invoice_id, ',' order by invoice_id) as invoice_ids,
        cast(coalesce(sum(invoiced), 0) as decimal(38, 12)) as invoiced,
        cast(coalesce(sum(recoverable_tax) filter (where invoiced is not null), 0) as decimal(38, 12)) as tax
    from invoices
    group by invoice_issuer_name, legal_entity, reference_period, billing_currency, posting_period
),

-- Invoices come one after another: each counts on from where those before it have come to.
so_far as (
    select
        posted.*,
        bills.paid_ahead,
        currencies.minor_units,
        bills.net_in_period - bills.prepaid_invoiced_in_period as expense_in_period,
        accruals.accrual,
        sum(posted.invoiced - posted.tax) over (
            partition by
                posted.invoice_issuer_name, posted.legal_entity, posted.reference_period,
                posted.billing_currency
            order by posted.posting_period
        ) as net
    from posted
    inner join bills
        on
            posted.invoice_issuer_name = bills.invoice_issuer_name
            and posted.reference_period = bills.billing_period
            and posted.billing_currency = bills.billing_currency
            and {{ same('posted.legal_entity', 'bills.legal_entity') }}
    inner join accruals
        on
            posted.invoice_issuer_name = accruals.invoice_issuer_name
            and posted.reference_period = accruals.billing_period
            and posted.billing_currency = accruals.billing_currency
            and {{ same('posted.legal_entity', 'accruals.legal_entity') }}
    left join currencies on posted.billing_currency = currencies.currency_code
),

settled as (
    select
        *,
        net - {{ smallest_units(prepaid_part('paid_ahead', 'net'), 'minor_units') }} as expense,
        row_number() over ({{ bill }} order by posting_period desc) = 1 as is_newest
    from so_far
),

-- A credit note gives back no accrual.
at_most as (
    select
        *,
        max(expense) over ({{ bill }} order by posting_period) as expense_at_most
    from settled
),

-- Later invoices take back what was accrued, up to what they ask for; the newest one gives back the rest.
drawn as (
    select
        *,
        case
            when posting_period > reference_period
                then {{ smallest_units(
                    'least(greatest(expense_at_most - expense_in_period, 0), accrual)', 'minor_units'
                ) }}
            else 0
        end as accrual_used
    from at_most
),

differences as (
    select
        *,
        expense - coalesce(lag(expense) over ({{ bill }} order by posting_period), 0) as expense_here,
        accrual_used - coalesce(lag(accrual_used) over ({{ bill }} order by posting_period), 0)
            as accrual_used_here
    from drawn
)

select
    invoice_issuer_name,
    legal_entity,
    reference_period,
    billing_currency,
    posting_period,
    count_invoices,
    invoice_ids,
    tax,
    accrual_used_here as accrual_used,
    expense_here - accrual_used_here as variance,
    expense_here + tax as payable,
    case when is_newest and posting_period > reference_period then accrual - accrual_used else 0 end
        as accrual_released
from differences
