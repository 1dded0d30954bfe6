-- One row per node, level and target that a driver gives a weight to.
with levels as (
    select * from {{ ref('int_pool_levels') }}
    where level_driver_name is not null
),

drivers as (
    select * from {{ ref('int_drivers__daily') }}
),

-- A target that several lines of a rule name is one target.
listed as (
    select distinct
        rule_id,
        rule_version,
        target
    from {{ ref('dim_allocation_rule') }}
    where target is not null
),

weighed as (
    select
        levels.node_id,
        levels.sharing_rule_id,
        levels.sharing_rule_version,
        levels.level_order,
        levels.level_method,
        levels.target_kind,
        drivers.target_id,
        cast(sum(drivers.weight) as decimal(28, 6)) as weight
    from levels
    inner join drivers
        on
            levels.level_driver_name = drivers.driver_name
            and levels.target_kind = drivers.target_kind
            and levels.driver_from <= drivers.usage_date
            and levels.driver_to > drivers.usage_date
            and (
                levels.driver_provider_name is null
                or levels.level_driver_name = 'active_days'
                or (drivers.provider_name is null and levels.level_driver_name != 'cost')
                or levels.driver_provider_name = drivers.provider_name
            )
            and (
                levels.pool_billing_account_id is null
                or levels.level_driver_name != 'cost'
                or levels.pool_billing_account_id = drivers.billing_account_id
            )
            and (
                levels.driver_service_name is null
                or levels.level_driver_name != 'cost'
                or levels.driver_service_name = drivers.service_name
            )
            and (
                levels.pool_currency is null
                or levels.level_driver_name != 'cost'
                or levels.pool_currency = drivers.billing_currency
            )
            and (
                levels.pool_commitment_id is null
                or levels.level_driver_name != 'commitment_use'
                or levels.pool_commitment_id = drivers.commitment_discount_id
            )
    where drivers.weight != 0
    group by
        levels.node_id, levels.sharing_rule_id, levels.sharing_rule_version, levels.level_order,
        levels.level_method, levels.target_kind, drivers.target_id
    having sum(drivers.weight) > 0
)

-- A rule that lists targets shares among these alone, evenly without being active; nobody is no target of an
-- even share.
select
    weighed.node_id,
    weighed.level_order,
    weighed.level_method,
    weighed.target_kind,
    weighed.target_id,
    weighed.weight,
    cast(null as varchar) as edge_part
from weighed
left join listed
    on
        weighed.sharing_rule_id = listed.rule_id
        and weighed.sharing_rule_version = listed.rule_version
        and weighed.target_id = listed.target
where
    not (weighed.level_method = 'even' and (weighed.target_id = 'unallocated' or listed.target is not null))
    and (
        listed.target is not null
        or not exists (
            select 1 from listed as any_listed
            where
                any_listed.rule_id = weighed.sharing_rule_id
                and any_listed.rule_version = weighed.sharing_rule_version
        )
    )
