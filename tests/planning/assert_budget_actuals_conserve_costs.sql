-- Cost and credits of a budget's scope, month to date, are those of the charges or allocated costs.
with newest as (
    select
        *,
        actual_to_date + credits_to_date as net_cost
    from {{ ref('fct_budget_status') }}
    where is_newest
),

own_currency as (
    select distinct budget_name, scope_kind, scope_value, cost_basis, currency
    from newest
),

charged as (
    select
        purposes.charge_date, purposes.legal_entity, costs.provider_name, costs.api_key_id,
        costs.billing_currency, costs.reporting_currency, costs.billed_cost, costs.effective_cost,
        costs.billed_cost_reporting, costs.effective_cost_reporting
    from {{ ref('fct_costs') }} as costs
    inner join {{ ref('fct_cost_purposes') }} as purposes on costs.charge_id = purposes.charge_id
),

{% set columns = {
    'company': ['charged', "'*'"], 'provider': ['charged', 'rows_of.provider_name'],
    'legal_entity': ['charged', 'rows_of.legal_entity'], 'key': ['charged', 'rows_of.api_key_id'],
    'team': [ref('fct_allocated_costs'), 'coalesce(rows_of.team, rows_of.target_id)'],
    'product': [ref('fct_allocated_costs'), 'rows_of.product'],
    'customer': [ref('fct_allocated_costs'), 'rows_of.customer'],
    'environment': [ref('fct_allocated_costs'), 'rows_of.environment'],
    'cost_class': [ref('fct_allocated_costs'), 'rows_of.cost_class'],
} %}
expected as (
    {% for kind, source in columns.items() %}
        {{ 'union all' if not loop.first }}
        select
            newest.budget_id,
            sum(case
                when newest.cost_basis = 'billed' and rows_of.billing_currency = newest.currency
                    then rows_of.billed_cost
                when rows_of.billing_currency = newest.currency then rows_of.effective_cost
                when rows_of.reporting_currency != newest.currency or own_currency.currency is not null then 0
                when newest.cost_basis = 'billed' then rows_of.billed_cost_reporting
                else rows_of.effective_cost_reporting
            end) as net_cost
        from newest
        inner join {{ source[0] }} as rows_of
            on
                newest.scope_value = {{ source[1] }}
                and newest.billing_period = {{ period_of('rows_of.charge_date') }}
                and newest.as_of_date >= rows_of.charge_date
        left join own_currency
            on
                newest.budget_name = own_currency.budget_name
                and newest.scope_kind = own_currency.scope_kind
                and newest.scope_value = own_currency.scope_value
                and newest.cost_basis = own_currency.cost_basis
                and rows_of.billing_currency = own_currency.currency
        where newest.scope_kind = '{{ kind }}'
        group by newest.budget_id
    {% endfor %}
)

select
    newest.budget_id,
    newest.net_cost,
    expected.net_cost as expected_cost
from newest
left join expected on newest.budget_id = expected.budget_id
where newest.net_cost != coalesce(expected.net_cost, 0)
