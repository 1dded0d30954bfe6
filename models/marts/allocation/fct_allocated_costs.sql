-- One row per charge and target: the team that owns it on the day of the charge, else the row `unallocated`.
-- depends_on: {{ ref('int_allocation_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_allocation_slices__wanted'}
) }}

with charges as (
    select * from {{ ref('int_charges__to_allocate') }}
),

allocated as (
    select
        charge_id,
        coalesce(team, 'unallocated') as target_id,
        'team' as target_type,
        'direct' as stage,
        case when team is null then 'unallocated' else 'direct' end as allocation_method,
        owner_rule,
        owner_evidence,
        is_owner_ambiguous, team, product, environment, customer, slice_id,
        purpose_version as slice_version, source_name,
        provider_name, invoice_issuer_name, service_name, model_name, charge_category, billing_period,
        charge_date, billing_currency, billed_cost, effective_cost, contracted_cost, list_cost,
        reporting_currency,
        billed_cost_reporting, effective_cost_reporting, contracted_cost_reporting, list_cost_reporting
    from charges
)

select * from allocated
