-- One row per charge to allocate that is of a node which a cluster describes within the charge's days: that
-- node.
with charges as (
    select
        charge_id,
        charge_date,
        greatest(cast(charge_period_end as date), charge_date + 1) as charge_until,
        case
            when cost_origin = 'own_asset' then lower(billing_account_id || '/' || resource_id)
            else {{ machine_key('provider_name', 'resource_id', 'resource_name') }}
        end as machine_resource_key,
        case when cost_origin = 'own_asset' then lower(billing_account_id) || '/*' end as cluster_resource_key
    from {{ ref('int_charges__to_allocate') }}
    where resource_id is not null or cost_origin = 'own_asset'
),

nodes as (
    select distinct
        resource_key,
        usage_date
    from {{ ref('int_node_keys') }}
),

policies as (
    select * from {{ ref('int_pool_policies__settled') }}
    where policy = 'node' and choice = 'workloads'
),

-- Of a charge for more than a day the days of its month that the cluster describes speak for all of it.
described as (
    select
        charges.charge_id,
        charges.charge_date,
        charges.charge_until,
        nodes.resource_key,
        1 as place
    from charges
    inner join nodes
        on
            charges.machine_resource_key = nodes.resource_key
            and charges.charge_date <= nodes.usage_date
            and charges.charge_until > nodes.usage_date
            and nodes.usage_date < {{ month_after('charges.charge_date') }}
    union all
    select
        charges.charge_id,
        charges.charge_date,
        charges.charge_until,
        nodes.resource_key,
        2 as place
    from charges
    inner join nodes
        on
            charges.cluster_resource_key = nodes.resource_key
            and charges.charge_date <= nodes.usage_date
            and charges.charge_until > nodes.usage_date
            and nodes.usage_date < {{ month_after('charges.charge_date') }}
),

first_described as (
    select
        charge_id,
        charge_date,
        charge_until,
        min_by(resource_key, place) as resource_key
    from described
    group by charge_id, charge_date, charge_until
)

select
    first_described.charge_id,
    first_described.resource_key,
    least(first_described.charge_until, {{ month_after('first_described.charge_date') }}) as node_until
from first_described
inner join policies
    on
        first_described.charge_date >= policies.valid_from
        and first_described.charge_date < policies.valid_to
