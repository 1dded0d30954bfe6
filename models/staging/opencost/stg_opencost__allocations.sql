-- One row per entry of an OpenCost allocation set as landed.
with allocations as (
    select * from {{ source('raw_opencost_allocation', 'allocations') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        coalesce({{ text_value('_key') }}, {{ text_value('name') }}) as allocation_name,
        {{ text_value('properties_cluster') }} as cluster_name,
        {{ text_value('properties_node') }} as node_name,
        {{ text_value('"properties_providerID"') }} as provider_id,
        {{ text_value('properties_namespace') }} as namespace,
        {{ text_value('"properties_controllerKind"') }} as controller_kind,
        {{ text_value('properties_controller') }} as controller_name,
        {{ text_value('properties_pod') }} as pod_name,
        {{ text_value('properties_container') }} as container_name,
        {{ json_or_null(text_value('properties_labels')) }} as labels,
        {{ utc_timestamp('window_start') }} as window_start,
        {{ utc_timestamp('window_end') }} as window_end,
        {{ to_money('minutes') }} as minutes,
        lower({{ text_value('"gpuAllocation_isGPUShared"') }}) = 'true' as is_gpu_shared,
        {{ text_value('"gpuAllocation_gpuModel"') }} as gpu_model_name,
        {{ to_money('"gpuAllocation_gpuRequestAverage"') }} as gpu_request_average,
        {{ to_money('"gpuAllocation_gpuUsageAverage"') }} as gpu_usage_average,
        -- Byte hours of a large cluster have more digits than money.
        cast(try_cast("ramByteHours" as double) / 1073741824 as decimal(28, 6)) as ram_gib_hours,
        {{ to_money('"cpuCoreHours"') }} as cpu_core_hours,
        {{ to_money('"cpuCoreRequestAverage"') }} as cpu_core_request_average,
        {{ to_money('"cpuCoreUsageAverage"') }} as cpu_core_usage_average,
        {{ to_money('"ramByteRequestAverage"') }} as ram_byte_request_average,
        {{ to_money('"ramByteUsageAverage"') }} as ram_byte_usage_average,
        {{ to_money('"gpuHours"') }} as gpu_hours,
        {{ to_money('"gpuCount"') }} as gpu_count,
        {{ to_money('"cpuCost"') }} as cpu_cost,
        {{ to_money('"cpuCostAdjustment"') }} as cpu_cost_adjustment,
        {{ to_money('"gpuCost"') }} as gpu_cost,
        {{ to_money('"gpuCostAdjustment"') }} as gpu_cost_adjustment,
        {{ to_money('"ramCost"') }} as ram_cost,
        {{ to_money('"ramCostAdjustment"') }} as ram_cost_adjustment,
        {{ to_money('"networkCost"') }} as network_cost,
        {{ to_money('"networkCostAdjustment"') }} as network_cost_adjustment,
        {{ to_money('"loadBalancerCost"') }} as load_balancer_cost,
        {{ to_money('"loadBalancerCostAdjustment"') }} as load_balancer_cost_adjustment,
        {{ to_money('"pvCost"') }} as pv_cost,
        {{ to_money('"pvCostAdjustment"') }} as pv_cost_adjustment,
        {{ to_money('"sharedCost"') }} as shared_cost,
        {{ to_money('"externalCost"') }} as external_cost,
        {{ to_money('"totalCost"') }} as total_cost,
        {{ to_money('"cpuCostIdle"') }} as cpu_cost_idle,
        {{ to_money('"gpuCostIdle"') }} as gpu_cost_idle,
        {{ to_money('"ramCostIdle"') }} as ram_cost_idle
    from allocations
)

select * from renamed
