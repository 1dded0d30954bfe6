-- One row per charge with a target of its own, and one per pool, target and kind of cost it is shared among.
-- depends_on: {{ ref('int_allocated_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_allocated_slices__wanted', 'closed_by': 'billing_period'}
) }}
{%- set columns = [
    'allocated_cost_id', 'charge_id', 'pool_id', 'pool_name', 'target_kind', 'target_id', 'stage', 'allocation_method',
    'rule_id', 'rule_version', 'share', 'cost_part', 'owner_rule', 'owner_confidence', 'owner_evidence', 'is_owner_ambiguous',
    'team', 'product', 'environment', 'customer', 'cost_class', 'legal_entity', 'wanted_slice_id as slice_id',
    'wanted_slice_version as slice_version', 'source_name', 'provider_name', 'invoice_issuer_name', 'service_name',
    'model_name', 'charge_category', 'billing_period', 'charge_date', 'billing_currency', 'billed_cost', 'effective_cost',
    'contracted_cost', 'list_cost', 'reporting_currency', 'billed_cost_reporting', 'effective_cost_reporting',
    'contracted_cost_reporting', 'list_cost_reporting',
] | join(', ') %}
with wanted as (
    select
        slice_id as wanted_slice_id,
        slice_version as wanted_slice_version
    from {{ ref('int_allocated_slices__wanted') }} as slices
    where {{ not_built('fct_allocated_costs', 'slices') }}
),

closed_periods as (
    select billing_period as closed_period from {{ ref('int_closed_periods') }}
),

computed as (
    select
        computed.*,
        wanted.wanted_slice_id,
        wanted.wanted_slice_version,
        closed_periods.closed_period
    from {{ ref('int_allocated_costs__computed') }} as computed
    inner join wanted on computed.slice_id = wanted.wanted_slice_id
    left join closed_periods on computed.billing_period = closed_periods.closed_period
),

frozen as (
    select
        frozen.*,
        wanted.wanted_slice_id,
        wanted.wanted_slice_version
    from {{ source('raw_closed', 'fct_allocated_costs') }} as frozen
    inner join wanted on 'closed|' || frozen.billing_period = wanted.wanted_slice_id
)

select {{ columns }} from computed
where closed_period is null
union all
-- A closed month is what was frozen; what would be computed for it now only shows in fct_restatements.
select {{ columns }} from frozen
