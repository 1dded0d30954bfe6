-- One row per budget, month and version, with the scope whose cost it is held against.
with budgets as (
    select * from {{ ref('fct_budgets') }}
)

select
    *,
    md5({{ identity([
        'budget_name', 'scope_kind', "coalesce(scope_value, '*')", 'currency_code', 'cost_basis',
    ]) }}) as scope_key,
    md5({{ identity([
        'budget_name', 'budget_version', 'scope_kind', "coalesce(scope_value, '*')", 'currency_code', 'cost_basis',
    ]) }}) as series_key,
    coalesce(budget_status = 'approved', false) and budget_version = max(
        case when budget_status = 'approved' then budget_version end
    ) over (
        partition by
            budget_name, scope_kind, coalesce(scope_value, '*'), currency_code, cost_basis, billing_period
    ) as is_current_version
from budgets
