-- One row per day and unit of capacity that was provisioned or reserved, of bills and of clusters.
select
    {{ capacity_row([
        'usage_date', 'source_name', 'delivery_scope', 'provider_name', 'billing_account_id',
        'sub_account_id', 'region_id', 'capacity_kind', 'capacity_id', 'capacity_name', 'model_name',
        'capacity_unit', 'provisioned_quantity', 'count_rows',
    ]) }}
from {{ ref('int_capacity__provisioned_throughput') }}
union all
select
    {{ capacity_row([
        'usage_date', 'source_name', 'delivery_scope', 'provider_name', 'billing_account_id',
        'sub_account_id', 'region_id', 'capacity_kind', 'capacity_id', 'capacity_name', 'capacity_unit',
        'reserved_quantity', 'used_quantity', 'count_rows',
    ]) }}
from {{ ref('int_capacity__reserved') }}
union all
select
    {{ capacity_row([
        'usage_date', 'source_name', 'delivery_scope', 'capacity_kind', 'capacity_id', 'capacity_name',
        'capacity_unit', 'provisioned_quantity', 'requested_quantity', 'allocated_quantity', 'used_quantity',
        'measured_quantity', 'energy_kwh', 'energy_hours', 'count_rows',
    ]) }}
from {{ ref('int_capacity__gpus') }}
