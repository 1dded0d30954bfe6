-- One row per line that takes back what was accrued and no invoice asked for.
with postings as (
    select * from {{ ref('int_invoice_postings') }}
)

{{ journal_of_bill(
    'postings', 'reversal', {'accrued_liabilities': 'accrual_released', 'expense': '-accrual_released'},
    {
        'billing_period': 'posting_period', 'reference_period': 'reference_period', 'evidence': 'invoice_ids',
        'count_rows': 'count_invoices',
    },
    {
        'accrued_liabilities': accrual_line_id('accrued_liabilities', 'reference_period'),
        'expense': accrual_line_id('expense', 'reference_period'),
    }
) }}
