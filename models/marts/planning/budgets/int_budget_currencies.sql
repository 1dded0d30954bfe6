-- One row per scope of budgets and billing currency of cost that counts in it: as billed, or converted.
with scopes as (
    select distinct
        scope_key, budget_name, scope_kind, currency_code, cost_basis,
        coalesce(scope_value, '*') as scope_value
    from {{ ref('int_budget_series') }}
),

currencies as (
    select distinct
        billing_currency,
        reporting_currency
    from {{ ref('fct_costs') }}
),

-- A budget with a part in a charge's own currency holds it there; else all is in the reporting currency.
in_own_currency as (
    select distinct budget_name, scope_kind, scope_value, cost_basis, currency_code
    from scopes
)

select
    scopes.*,
    currencies.billing_currency,
    scopes.currency_code != currencies.billing_currency as is_converted
from scopes
inner join currencies
    on
        scopes.currency_code = currencies.billing_currency
        or scopes.currency_code = currencies.reporting_currency
left join in_own_currency
    on
        scopes.budget_name = in_own_currency.budget_name
        and scopes.scope_kind = in_own_currency.scope_kind
        and scopes.scope_value = in_own_currency.scope_value
        and scopes.cost_basis = in_own_currency.cost_basis
        and currencies.billing_currency = in_own_currency.currency_code
where scopes.currency_code = currencies.billing_currency or in_own_currency.currency_code is null
