-- One row per charge and tag key.
-- depends_on: {{ ref('int_cost_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_cost_slices__wanted'}
) }}

with charges as (
    select
        charge_id,
        slice_id,
        slice_version,
        tags,
        split_tags
    from {{ ref('fct_costs') }} as costs
    where {{ not_built('bridge_cost_tags', 'costs') }}
),

entries as (
    {{ json_entries('charges', ['charge_id', 'slice_id', 'slice_version'], 'tags') }}
),

split_entries as (
    {{ json_entries('charges', ['charge_id', 'slice_id', 'slice_version'], 'split_tags') }}
)

-- What a split says of its part comes before what the shared resource is tagged with.
select
    charge_id,
    entry_key as tag_key,
    entry_value as tag_value,
    true as is_split_tag,
    slice_id,
    slice_version
from split_entries
union all
select
    entries.charge_id,
    entries.entry_key as tag_key,
    entries.entry_value as tag_value,
    false as is_split_tag,
    entries.slice_id,
    entries.slice_version
from entries
left join split_entries
    on entries.charge_id = split_entries.charge_id and entries.entry_key = split_entries.entry_key
where split_entries.charge_id is null
