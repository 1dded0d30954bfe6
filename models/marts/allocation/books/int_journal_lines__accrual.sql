-- One row per line of accruals: what a month cost that no invoice of the month asks for.
with accruals as (
    select * from {{ ref('int_accruals__computed') }}
)

{{ journal_of_bill('accruals', 'accrual', {'expense': 'accrual', 'accrued_liabilities': '-accrual'}, {
    'billing_period': 'billing_period', 'reference_period': 'billing_period', 'evidence': 'accrual_reason',
}) }}
