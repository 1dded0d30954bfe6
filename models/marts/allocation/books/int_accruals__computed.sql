-- One row per invoice issuer, paying legal entity, billing period and currency, as accrued now.
with bills as (
    select * from {{ ref('int_bills__expected') }}
),

currencies as (
    select * from {{ ref('currencies') }}
),

-- Services that are had and not invoiced are a liability; what is paid ahead and recoverable tax are none.
owed as (
    select
        bills.*,
        currencies.minor_units,
        cast(
            bills.expected_expense - bills.net_in_period + bills.prepaid_invoiced_in_period as decimal(38, 12)
        ) as owed_at_end,
        cast(bills.expected_expense - bills.net + bills.prepaid_invoiced as decimal(38, 12)) as owed_now
    from bills
    left join currencies on bills.billing_currency = currencies.currency_code
)

select
    md5({{ identity([
        'invoice_issuer_name', 'legal_entity', 'billing_period', 'billing_currency',
    ]) }}) as accrual_id,
    invoice_issuer_name,
    legal_entity,
    case when legal_entity is null then 'paying_account_not_listed' end as legal_entity_reason,
    billing_period,
    billing_currency,
    billed_known,
    paid_ahead,
    drawn,
    known_until,
    case when not (is_growth_unknown and not is_settled) then {{ ratio('carried_known', 'carried') }} end
        as completeness,
    case
        when is_growth_unknown and not is_settled then 'no_history_of_this_age'
        when carried = 0 then 'nothing_known'
    end as completeness_reason,
    cast(carried as decimal(38, 12)) as expected_before_late,
    case when not is_tax_unknown then cast(expected_tax as decimal(38, 12)) end as expected_tax,
    case when is_tax_unknown then 'no_settled_month' end as expected_tax_reason,
    case when not is_support_unknown then cast(expected_support as decimal(38, 12)) end as expected_support,
    case when is_support_unknown then 'no_settled_month' end as expected_support_reason,
    expected_billed,
    cast(recoverable_tax as decimal(38, 12)) as recoverable_tax,
    count_invoices,
    invoiced as invoiced_so_far,
    invoiced_in_period,
    {{ smallest_units('greatest(owed_at_end, 0)', 'minor_units') }} as accrual,
    cast(greatest(owed_now, 0) as decimal(38, 12)) as still_owed,
    cast(greatest(-owed_now, 0) as decimal(38, 12)) as invoiced_beyond,
    case
        when owed_at_end < 0 and count_invoices = 0 then 'credit_expected'
        when owed_at_end < 0 then 'invoiced_beyond_what_is_expected'
        when owed_at_end = 0 and count_invoices = 0 then 'nothing_expected'
        when owed_at_end = 0 then 'invoiced_in_period'
        when count_invoices = 0 then 'not_invoiced'
        else 'invoiced_later'
    end as accrual_reason
from owed
