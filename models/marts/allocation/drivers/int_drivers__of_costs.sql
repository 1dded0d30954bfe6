-- One row per day, weight and what it is known by: own cost, machines' cost, being active, commitments.
{%- set unknown = 'cast(null as varchar)' %}
with direct_costs as (
    select * from {{ ref('int_direct_costs__daily') }}
),

machine_costs as (
    select * from {{ ref('int_machine_costs__daily') }}
),

commitment_use as (
    select * from {{ ref('int_commitment_use__daily') }}
)

select
    'cost' as driver_name, usage_date, provider_name, billing_account_id, service_name, billing_currency,
    {{ unknown }} as commitment_discount_id, team, product, environment, customer, legal_entity,
    effective_cost_reporting as quantity
from direct_costs
union all
-- Machines are shared before the pools that are shared by cost.
select
    'cost' as driver_name, usage_date, provider_name, billing_account_id, service_name, billing_currency,
    {{ unknown }} as commitment_discount_id, team, {{ unknown }}, {{ unknown }}, {{ unknown }},
    legal_entity, effective_cost_reporting as quantity
from machine_costs
union all
select
    'active_days' as driver_name, usage_date, {{ unknown }}, {{ unknown }}, {{ unknown }}, {{ unknown }},
    {{ unknown }}, team, product, environment, customer, legal_entity,
    cast(1 as decimal(38, 12)) as quantity
from direct_costs
union all
select
    'commitment_use' as driver_name, usage_date, provider_name, billing_account_id, {{ unknown }},
    {{ unknown }}, commitment_discount_id, team, product, environment, customer, legal_entity,
    effective_cost_reporting as quantity
from commitment_use
