-- One row per line of amortisation: effective cost of a month that bills nothing, what is unused included.
with months as (
    select * from {{ ref('int_bill_months') }}
)

{{ journal_of_bill('months', 'amortisation', {'expense': 'drawn', 'prepaid': '-drawn'}, {
    'billing_period': 'billing_period', 'reference_period': 'billing_period', 'count_rows': 'count_charges',
    'basis': "'effective'", 'evidence': "'effective, billed by other charges'",
}) }}
