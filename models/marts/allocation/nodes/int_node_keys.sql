-- One row per day, resource that a bill or a list of own assets may name, and machine of a cluster that it
-- stands for.
with machines as (
    select * from {{ ref('int_machines') }}
),

own_clusters as (
    select distinct lower(billing_account_id) as cluster_key from {{ ref('fct_costs') }}
    where cost_origin = 'own_asset'
),

own_machines as (
    select machines.* from machines
    inner join own_clusters on machines.cluster_key = own_clusters.cluster_key
)

-- Costs of an own cluster that name no machine are those of all its machines.
select usage_date, cluster_key, machine_key, billed_machine_key as resource_key from machines
where billed_machine_key is not null
union
select usage_date, cluster_key, machine_key, cluster_key || '/' || machine_key as resource_key
from own_machines
where machine_key != '*'
union
select usage_date, cluster_key, machine_key, cluster_key || '/*' as resource_key from own_machines
