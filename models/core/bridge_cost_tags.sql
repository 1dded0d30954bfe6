-- One row per charge and tag key.
-- depends_on: {{ ref('int_cost_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_cost_slices__wanted'}
) }}

with tagged_charges as (
    select * from {{ ref('fct_costs') }} as costs
    where
        costs.tags is not null
        and {{ not_built('bridge_cost_tags', 'costs') }}
),

entries as (
    {{ json_entries('tagged_charges', ['charge_id', 'slice_id', 'slice_version'], 'tags') }}
),

cost_tags as (
    select
        charge_id,
        entry_key as tag_key,
        entry_value as tag_value,
        slice_id,
        slice_version
    from entries
)

select * from cost_tags
