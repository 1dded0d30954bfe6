-- One row per pool, target and kind of cost, as allocated now: its part of every measure, exact to the last
-- unit.
-- depends_on: {{ ref('int_pool_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_pool_slices__wanted'}
) }}
{%- set kept = [
    'slice_id', 'slice_version', 'pool_id', 'node_id', 'pool_name', 'sharing_rule_id', 'sharing_rule_version', 'pool_stage',
    'period_start', 'period_end', 'pool_provider_name', 'cost_part', 'legal_entity', 'billing_period',
    'billing_currency', 'reporting_currency', 'target_kind', 'target_id', 'edge_part', 'allocation_method', 'weight',
    'share',
] %}
{%- set amounts = {} %}
{%- for measure in cost_measures() %}{% do amounts.update({measure: 'part_' ~ measure}) %}{% endfor %}
with wanted as (
    select * from {{ ref('int_pool_slices__wanted') }} as slices
    where {{ not_built('int_pools__allocated', 'slices') }}
),

parts as (
    select
        parts.*,
        wanted.slice_id,
        wanted.slice_version,
        {{ ratio('parts.weight', 'sum(parts.weight) over (partition by parts.pool_id)') }} as share
    from {{ ref('int_pool_parts') }} as parts
    inner join wanted on parts.billing_period = wanted.billing_period
),

shared as (
    {{ apportion('parts', kept, amounts, 'weight', ['pool_id'], ['target_kind', 'target_id', 'edge_part']) }}
)

-- The kind of cost is the part's where a pool is shared, and the pool's where it is a credit, a tax or
-- unused.
select
    {{ kept | reject('equalto', 'cost_part') | join(', ') }},
    {% for measure in cost_measures() %}
        part_{{ measure }} as {{ measure }},
    {% endfor %}
    case when cost_part = 'shared' then coalesce(edge_part, 'shared') else cost_part end as cost_part
from shared
