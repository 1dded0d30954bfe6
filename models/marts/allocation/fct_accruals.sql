-- One row per invoice issuer, paying legal entity, billing period and currency.
{{ config(meta={'closed_by': 'billing_period'}) }}
with computed as (
    select * from {{ ref('int_accruals__computed') }}
),

closed_periods as (
    select * from {{ ref('int_closed_periods') }}
)

select computed.*
from computed
left join closed_periods on computed.billing_period = closed_periods.billing_period
where closed_periods.billing_period is null
union all
-- A closed month keeps what was accrued; what its bill comes to now is corrected in the journal.
select
    accrual_id, invoice_issuer_name, legal_entity, legal_entity_reason, billing_period,
    billing_currency, billed_known, paid_ahead, drawn, known_until, completeness, completeness_reason,
    expected_before_late, expected_tax, expected_tax_reason, expected_support, expected_support_reason,
    expected_billed, recoverable_tax, count_invoices, invoiced_so_far, invoiced_in_period, accrual,
    still_owed, invoiced_beyond, accrual_reason
from {{ source('raw_closed', 'fct_accruals') }}
