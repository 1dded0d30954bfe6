-- One row per hour, GPU or MIG instance, and workload; a GPU without a workload has a row of its own.
-- depends_on: {{ ref('int_gpu_slices__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_gpu_slices__wanted'}
) }}
{%- set measures = [
    'provisioned_hours', 'requested_hours', 'allocated_hours', 'active_hours', 'energy_kwh',
] %}

with gpu_hours as (
    select * from {{ ref('int_gpu_hours__unioned') }}
),

with_reasons as (
    select
        md5({{ identity([
            'source_name', 'delivery_scope', 'hour_start', 'gpu_uuid', 'mig_instance_id', 'namespace',
            'pod_name', 'container_name', 'workload_state',
        ]) }}) as gpu_hour_id,
        {{ period_of('hour_start') }} as usage_period,
        cast(hour_start as date) as usage_date,
        {{ gpu_hours_contract() | map('first') | join(', ') }},
        cast({{ ratio('energy_kwh', 'energy_hours') }} * 1000 as decimal(18, 6)) as average_power_watts,
        {{ missing_measures(measures) }} as missing_measures
    from gpu_hours
)

select * from with_reasons
