-- One row per day, cluster and machine that a cluster describes: what its bill calls it and what its GPUs
-- cost on the market.
with described as (
    select
        usage_date, cluster_key, machine_key, provider_name, provider_resource_id, gpu_model_name, 2 as place
    from {{ ref('int_machine_entries') }}
    union all
    select
        cast(hour_start as date) as usage_date,
        lower(delivery_scope) as cluster_key,
        coalesce(lower(node_name), lower(provider_resource_id), '*') as machine_key,
        {{ provider_of_node('provider_resource_id') }} as provider_name,
        provider_resource_id, gpu_model_name, 1 as place
    from {{ ref('fct_gpu_hours') }}
),

machines as (
    select
        usage_date, cluster_key, machine_key,
        max({{ machine_key('provider_name', 'provider_resource_id') }}) as billed_machine_key,
        min_by(gpu_model_name, place || gpu_model_name) as gpu_model_name,
        max(case when place = 2 then 1 else 0 end) as has_opencost
    from described
    group by usage_date, cluster_key, machine_key
),

fitting as (
    select
        machines.*,
        prices.usd_per_hour as gpu_usd_per_hour,
        row_number() over (
            partition by machines.usage_date, machines.cluster_key, machines.machine_key
            order by length(prices.gpu_model_pattern) desc, prices.gpu_model_pattern asc
        ) as longest_first
    from machines
    left join {{ ref('machine_prices') }} as prices
        on prices.resource = 'gpu' and machines.gpu_model_name like prices.gpu_model_pattern
)

select
    usage_date, cluster_key, machine_key, billed_machine_key, gpu_model_name, gpu_usd_per_hour,
    has_opencost = 1 as has_opencost
from fitting
where longest_first = 1
