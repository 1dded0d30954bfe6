-- One row per allocated cost of the providers' bills, in the 65 columns of FOCUS 1.3 and our own x_ columns.
{{ config(materialized='view') }}
{%- set text = 'cast(null as varchar)' %}
{%- set columns = focus_columns() + focus_provider_columns() %}
with own_targets as (
    select * from {{ ref('int_focus_lines') }}
    where pool_id is null
),

pool_rows as (
    select * from {{ ref('int_focus_pool_rows') }}
)

select
    {% for column in columns -%}
        "{{ column }}",
    {% endfor -%}
    {{ text }} as "AllocatedMethodDetails", {{ text }} as "AllocatedMethodId",
    {{ text }} as "AllocatedResourceId",
    {{ text }} as "AllocatedResourceName", {{ text }} as "AllocatedTags", {{ text }} as "ContractApplied",
    charge_line_id as "x_AllocatedCostId", charge_id as "x_OriginChargeId", {{ text }} as "x_PoolId",
    {{ text }} as "x_PoolName", target_kind as "x_TargetKind", target_id as "x_TargetId",
    cost_part as "x_CostPart", stage as "x_AllocationStage", rule_id as "x_RuleId",
    rule_version as "x_RuleVersion", owner_confidence as "x_Confidence", {{ text }} as "x_MixedColumns",
    legal_entity as "x_LegalEntity", source_name as "x_SourceName", billing_period as "x_BillingPeriod"
from own_targets
union all
select
    {% for column in columns -%}
        "{{ 'part_' if column in focus_measures() }}{{ column }}",
    {% endfor -%}
    allocated_method_details as "AllocatedMethodDetails", allocation_method as "AllocatedMethodId",
    target_id as "AllocatedResourceId", target_id as "AllocatedResourceName",
    allocated_tags as "AllocatedTags", {{ text }} as "ContractApplied",
    step_id as "x_AllocatedCostId", origin_charge_id as "x_OriginChargeId", pool_id as "x_PoolId",
    pool_name as "x_PoolName", target_kind as "x_TargetKind", target_id as "x_TargetId",
    part_cost_part as "x_CostPart", stage as "x_AllocationStage", rule_id as "x_RuleId",
    rule_version as "x_RuleVersion", {{ text }} as "x_Confidence", mixed_columns as "x_MixedColumns",
    legal_entity as "x_LegalEntity", {{ text }} as "x_SourceName", billing_period as "x_BillingPeriod"
from pool_rows
