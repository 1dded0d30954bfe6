-- One row per scope of budgets, day, flow and source or pool with cost, in the budget's currency and basis.
{%- set kinds = {
    'company': ['int_planning_costs__billed', "'*'"],
    'provider': ['int_planning_costs__billed', 'provider_name'],
    'legal_entity': ['int_planning_costs__billed', 'legal_entity'],
    'key': ['int_planning_costs__billed', 'api_key_id'],
    'team': ['int_planning_costs__borne', 'team'],
    'product': ['int_planning_costs__borne', 'product'],
    'customer': ['int_planning_costs__borne', 'customer'],
    'environment': ['int_planning_costs__borne', 'environment'],
    'cost_class': ['int_planning_costs__borne', 'cost_class'],
} %}
with scopes as (
    select * from {{ ref('int_budget_currencies') }}
),

of_kinds as (
    {% for kind, source in kinds.items() %}
        {{ 'union all' if not loop.first }}
        select
            scopes.scope_key,
            costs.charge_date,
            costs.cost_flow,
            costs.cost_source,
            {{ in_budget_basis('costs', 'scopes') }}
        from scopes
        inner join {{ ref(source[0]) }} as costs
            on
                scopes.billing_currency = costs.billing_currency
                and scopes.scope_value = {{ source[1] if kind == 'company' else 'costs.' ~ source[1] }}
        where scopes.scope_kind = '{{ kind }}'
    {% endfor %}
)

select
    scope_key,
    charge_date,
    cost_flow,
    cost_source,
    cast(sum(coalesce(amount, 0)) as decimal(38, 12)) as amount,
    cast(sum(count_missing) as bigint) as count_missing
from of_kinds
group by scope_key, charge_date, cost_flow, cost_source
