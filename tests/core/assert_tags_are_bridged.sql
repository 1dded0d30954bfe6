-- core.bridge_cost_tags has a row for every member of every charge's tags, and none for other charges.
with costs as (
    select * from {{ ref('fct_costs') }}
),

bridge as (
    select
        charge_id,
        count(*) as count_tags
    from {{ ref('bridge_cost_tags') }}
    group by charge_id
),

compared as (
    select
        coalesce(costs.charge_id, bridge.charge_id) as charge_id,
        coalesce({{ json_member_count('costs.tags') }}, 0) as count_members,
        coalesce(bridge.count_tags, 0) as count_tags,
        costs.charge_id is null as is_charge_unknown
    from costs
    full outer join bridge on costs.charge_id = bridge.charge_id
)

select * from compared
where is_charge_unknown or count_members != count_tags
