-- One row per step of cost: a charge into a pool, a pool into another, a pool to a target.
-- depends_on: {{ ref('int_trace_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_trace_slices__wanted', 'closed_by': 'billing_period'}
) }}
{%- set text = 'cast(null as varchar)' %}
{%- set measures = cost_measures() | join(', ') %}
with charges as (
    select * from {{ ref('int_charges__allocated') }} as charges
    where pool_id is not null and {{ not_built('fct_allocation_trace', 'charges') }}
),

wanted_chains as (
    select * from {{ ref('int_trace_slices__wanted') }} as slices
    where {{ not_built('fct_allocation_trace', 'slices') }}
),

chains as (
    select
        pool_chains.*,
        wanted_chains.slice_version
    from {{ ref('int_pool_chains') }} as pool_chains
    inner join wanted_chains on pool_chains.slice_id = wanted_chains.slice_id
),

pool_parts as (
    select *, {{ pool_part_id() }} as allocated_cost_id
    from {{ ref('int_pools__allocated') }} as pool_parts
    where {{ not_built('fct_allocation_trace', 'pool_parts') }}
)

select
    charge_line_id as step_id, 'charge_to_pool' as step_kind, 'charge' as from_kind, charge_id as from_id,
    'pool' as to_kind, pool_id as to_id, pool_id, node_id as pool_node_id, pool_name, stage, cost_part,
    {{ text }} as target_kind, {{ text }} as target_id, rule_id, rule_version, allocation_method,
    cast(1 as double) as share, cast(null as decimal(28, 6)) as weight, {{ text }} as amounts_reason,
    slice_id, slice_version,
    billing_period, billing_currency, reporting_currency,
    {{ measures }}
from charges
union all
select
    chain_id as step_id, 'pool_to_pool' as step_kind, 'pool_node' as from_kind, node_id as from_id,
    'pool_node' as to_kind, fed_node_id as to_id, {{ text }} as pool_id, node_id as pool_node_id, pool_name,
    {{ text }} as stage, {{ text }} as cost_part, 'pool' as target_kind, fed_pool_name as target_id,
    sharing_rule_id as rule_id, sharing_rule_version as rule_version, allocation_method,
    cast(share as double) as share, weight,
    'shares_only' as amounts_reason, slice_id, slice_version, shared_period as billing_period,
    {{ text }} as billing_currency, {{ text }} as reporting_currency,
    {{ measures }}
from chains
union all
select
    allocated_cost_id as step_id, 'pool_to_target' as step_kind, 'pool' as from_kind, pool_id as from_id,
    'allocated_cost' as to_kind, allocated_cost_id as to_id, pool_id, node_id as pool_node_id, pool_name,
    coalesce(pool_stage, 'business') as stage, cost_part, target_kind, target_id,
    sharing_rule_id as rule_id, sharing_rule_version as rule_version, allocation_method, share, weight,
    {{ text }} as amounts_reason,
    slice_id, slice_version,
    billing_period, billing_currency, reporting_currency,
    {{ measures }}
from pool_parts
