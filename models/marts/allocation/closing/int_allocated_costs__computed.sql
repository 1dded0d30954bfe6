-- One row per charge with a target of its own, and one per pool and target, as computed now.
{%- set text = 'cast(null as varchar)' %}
with charges as (
    select * from {{ ref('int_charges__allocated') }}
    where pool_id is null
),

pool_parts as (
    select * from {{ ref('int_pools__allocated') }}
)

select
    charge_line_id as allocated_cost_id,
    charge_id,
    {{ text }} as pool_id,
    {{ text }} as pool_name,
    target_kind,
    target_id,
    stage, allocation_method, rule_id, rule_version, cast(1 as double) as share, cost_part, owner_rule,
    owner_confidence, owner_evidence, is_owner_ambiguous,
    {{ target_column('team') }}, {{ target_column('product') }}, {{ target_column('environment') }},
    {{ target_column('customer') }},
    cost_class,
    legal_entity,
    slice_id,
    slice_version,
    source_name,
    provider_name,
    invoice_issuer_name, service_name, model_name, charge_category, billing_period, charge_date,
    billing_currency, billed_cost, effective_cost, contracted_cost, list_cost, reporting_currency,
    billed_cost_reporting, effective_cost_reporting, contracted_cost_reporting, list_cost_reporting
from charges
union all
select
    {{ pool_part_id() }} as allocated_cost_id, {{ text }} as charge_id,
    pool_id, pool_name, target_kind, target_id, coalesce(pool_stage, 'business') as stage, allocation_method,
    sharing_rule_id as rule_id, sharing_rule_version as rule_version, share, cost_part,
    {{ text }} as owner_rule, {{ text }} as owner_confidence, {{ text }} as owner_evidence,
    false as is_owner_ambiguous,
    {{ target_column('team', 'null') }}, {{ target_column('product', 'null') }},
    {{ target_column('environment', 'null') }}, {{ target_column('customer', 'null') }},
    {{ text }} as cost_class, legal_entity, slice_id, slice_version, {{ text }} as source_name,
    pool_provider_name as provider_name, {{ text }} as invoice_issuer_name, {{ text }} as service_name,
    {{ text }} as model_name, {{ text }} as charge_category, billing_period, period_start as charge_date,
    billing_currency, billed_cost, effective_cost, contracted_cost, list_cost, reporting_currency,
    billed_cost_reporting, effective_cost_reporting, contracted_cost_reporting, list_cost_reporting
from pool_parts
