-- One row per charge: what it is for, and why an answer is blank.
-- depends_on: {{ ref('int_purpose_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_purpose_slices__wanted'}
) }}

with purposed as (
    select * from {{ ref('int_charges__purposed') }}
)

select
    charge_id, slice_id, slice_version, source_name, billing_period, charge_date, scope_name, scope_reason,
    team,
    team_reason,
    owner_rule,
    owner_confidence,
    owner_evidence,
    is_owner_ambiguous,
    product,
    product_reason,
    use_case,
    use_case_reason,
    environment,
    environment_reason,
    life_cycle_phase,
    life_cycle_phase_reason,
    cost_class,
    cost_class_reason, customer, legal_entity, legal_entity_reason
from purposed
