-- Drivers of a scope add up to the change of its cost, to the last of twelve places.
{{ config(group='unit_economics') }}
select
    comparison_id,
    currency,
    scope_kind,
    scope_value,
    sum(amount) as explained_change,
    compared_cost - base_cost as cost_change
from {{ ref('fct_cost_bridge') }}
group by comparison_id, currency, scope_kind, scope_value, base_cost, compared_cost
having coalesce(sum(amount), 0) != compared_cost - base_cost
