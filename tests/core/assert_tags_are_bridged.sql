-- core.bridge_cost_tags has a row for every member of a charge's tags and split tags, and no others.
with costs as (
    select * from {{ ref('fct_costs') }}
),

bridge as (
    select
        charge_id,
        count(*) as count_tags,
        count(*) filter (where is_split_tag) as count_split_tags
    from {{ ref('bridge_cost_tags') }}
    group by charge_id
),

compared as (
    select
        coalesce(costs.charge_id, bridge.charge_id) as charge_id,
        coalesce({{ json_member_count('costs.tags') }}, 0) as count_members,
        coalesce({{ json_member_count('costs.split_tags') }}, 0) as count_split_members,
        coalesce(bridge.count_tags, 0) as count_tags,
        coalesce(bridge.count_split_tags, 0) as count_split_tags,
        costs.charge_id is null as is_charge_unknown
    from costs
    full outer join bridge on costs.charge_id = bridge.charge_id
)

-- A key that both have is one row.
select * from compared
where
    is_charge_unknown
    or count_split_members != count_split_tags
    or count_tags < count_members
    or count_tags > count_members + count_split_members
