-- One row per budget, version, scope, month, currency and basis: what was landed last.
with budgets as (
    select * from {{ ref('stg_budgets__budgets') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('budgets', [
        'budget_name', 'budget_version', 'scope_kind', 'scope_value',
        'billing_period', 'currency_code', 'cost_basis',
    ]) }}
)

select
    md5(
        {{ identity([
            'budget_name', 'budget_version', 'scope_kind', 'scope_value',
            'billing_period', 'currency_code', 'cost_basis',
        ]) }}
    ) as budget_id,
    budget_name,
    budget_version,
    budget_status,
    scope_kind,
    scope_value,
    billing_period,
    amount,
    currency_code,
    cost_basis,
    owner_name,
    initiative,
    approved_by,
    approved_on,
    delivery_id,
    source_file,
    source_row
from newest
