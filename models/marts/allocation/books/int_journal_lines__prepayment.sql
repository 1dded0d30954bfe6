-- One row per line of prepayments: what is billed in a month and effective in other charges.
with months as (
    select * from {{ ref('int_bill_months') }}
)

{{ journal_of_bill('months', 'prepayment', {'prepaid': 'paid_ahead', 'accounts_payable': '-paid_ahead'}, {
    'billing_period': 'billing_period', 'reference_period': 'billing_period', 'count_rows': 'count_charges',
    'evidence': "'billed, effective in other charges'",
}) }}
