-- One row per day and unit of capacity provisioned or reserved: throughput, reservation, GPUs of a cluster.
{%- set measures = [
    'provisioned_quantity', 'reserved_quantity', 'requested_quantity', 'used_quantity', 'energy_kwh',
] %}

with capacity as (
    select * from {{ ref('int_capacity__unioned') }}
),

with_reasons as (
    select
        md5({{ identity([
            'usage_date', 'source_name', 'delivery_scope', 'provider_name', 'billing_account_id',
            'sub_account_id', 'region_id', 'capacity_kind', 'capacity_id', 'capacity_name', 'model_name',
            'capacity_unit',
        ]) }}) as capacity_hour_id,
        {{ period_of('usage_date') }} as usage_period,
        {{ capacity_contract() | map('first') | join(', ') }},
        cast({{ ratio('energy_kwh', 'energy_hours') }} * 1000 as decimal(18, 6)) as average_power_watts,
        {{ missing_measures(measures) }} as missing_measures
    from capacity
)

select * from with_reasons
