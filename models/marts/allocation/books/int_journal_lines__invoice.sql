-- One row per line of invoices: what was accrued for them, what differs from it, and recoverable tax.
with postings as (
    select * from {{ ref('int_invoice_postings') }}
)

{{ journal_of_bill(
    'postings', 'invoice',
    {
        'accrued_liabilities': 'accrual_used', 'expense': 'variance', 'recoverable_tax': 'tax',
        'accounts_payable': '-payable',
    },
    {
        'billing_period': 'posting_period', 'reference_period': 'reference_period', 'evidence': 'invoice_ids',
        'count_rows': 'count_invoices',
    },
    {'accrued_liabilities': accrual_line_id('accrued_liabilities', 'reference_period')}
) }}
