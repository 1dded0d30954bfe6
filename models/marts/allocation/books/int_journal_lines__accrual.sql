-- One row per line of accruals: what a month cost that no invoice of the month asks for.
with accruals as (
    select * from {{ ref('fct_accruals') }}
    where accrual != 0
),

sides as (
    select
        *,
        'expense' as account_kind,
        false as is_total,
        accrual as exact_amount
    from accruals
    union all
    select
        *,
        'accrued_liabilities' as account_kind,
        true as is_total,
        -accrual as exact_amount
    from accruals
)

select
    'accrual' as journal_type, billing_period, billing_period as reference_period, legal_entity,
    billing_currency as currency, invoice_issuer_name as source_name, account_kind, is_total,
    'central' as cost_center_kind, cast(null as varchar) as cost_center, cast(null as varchar) as cost_class,
    cast(exact_amount as decimal(38, 12)) as exact_amount, 'billed' as basis, cast(null as varchar) as rule_ids,
    cast(null as varchar) as reversal_of, accrual_reason as evidence, cast(1 as bigint) as count_rows,
    cast(0 as bigint) as count_without_amount
from sides
