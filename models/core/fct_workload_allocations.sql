-- One row per cluster, window and entry of OpenCost: a workload, or what is idle, unallocated or unmounted.
{%- set machine = ['cpu', 'gpu', 'ram'] %}
{%- set parts = machine + ['network', 'load_balancer', 'pv'] %}
{%- set measures = ['total_cost', 'cpu_cost', 'gpu_cost', 'ram_cost', 'cpu_core_hours', 'gpu_hours'] %}

with entries as (
    select * from {{ ref('int_opencost__current') }}
),

added_up as (
    select
        *,
        {{ added_up(parts, '_cost_adjustment') }} as adjustment_cost,
        {{ added_up(machine, '_cost') }} as machine_cost,
        {{ added_up(machine, '_cost_adjustment') }} as machine_adjustment,
        {{ added_up(parts + ['shared', 'external'], '_cost') }} as parts_cost
    from entries
),

allocations as (
    select
        md5({{ identity(['delivery_scope', 'window_start', 'window_end', 'allocation_name']) }})
            as workload_allocation_id,
        {{ period_of('window_start') }} as usage_period,
        cast(window_start as date) as usage_date,
        window_start, window_end, source_name, delivery_scope, delivery_id, cluster_name, allocation_name,
        case
            when allocation_name like '%\_\_idle\_\_%' escape '\' then 'idle'
            when allocation_name like '%\_\_unallocated\_\_%' escape '\' then 'unallocated'
            when allocation_name like '%\_\_unmounted\_\_%' escape '\' then 'unmounted'
            else 'workload'
        end as allocation_kind,
        node_name, provider_id,
        {{ provider_of_node('provider_id') }} as provider_name,
        {{ provider_resource_id('provider_id') }} as provider_resource_id,
        namespace, controller_kind, controller_name, pod_name, container_name, labels, gpu_model_name,
        is_gpu_shared, minutes, cpu_core_hours, ram_gib_hours, gpu_hours, gpu_count, gpu_request_average,
        gpu_usage_average, cpu_cost, gpu_cost, ram_cost, network_cost, load_balancer_cost, pv_cost,
        shared_cost, external_cost, adjustment_cost,
        cast(total_cost - parts_cost - adjustment_cost as decimal(28, 12)) as rounding_cost,
        total_cost,
        cast(machine_cost + machine_adjustment as decimal(28, 12)) as node_cost,
        cast(cpu_cost_idle + gpu_cost_idle + ram_cost_idle as decimal(28, 12)) as idle_cost,
        {{ unused_cost(
            'cpu_cost', 'cpu_cost_idle', used_share('cpu_core_request_average', 'cpu_core_usage_average')
        ) }} as cpu_unused_cost,
        {{ unused_cost('gpu_cost', 'gpu_cost_idle', 'gpu_usage_average') }} as gpu_unused_cost,
        {{ unused_cost(
            'ram_cost', 'ram_cost_idle', used_share('ram_byte_request_average', 'ram_byte_usage_average')
        ) }} as ram_unused_cost,
        -- OpenCost states no currency; it prices in dollars unless told otherwise.
        'USD' as currency,
        {{ missing_measures(measures) }} as missing_measures
    from added_up
)

select * from allocations
