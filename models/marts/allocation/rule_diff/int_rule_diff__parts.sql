-- One row per comparison of versions, side, pool, target and kind of cost, with the weight of its part.
with pools as (
    select * from {{ ref('int_rule_diff__pools') }}
),

-- With the version in force a pool is shared as it is.
in_force as (
    select
        pools.*,
        parts.target_kind,
        parts.target_id,
        parts.edge_part,
        parts.allocation_method,
        parts.weight,
        parts.sharing_rule_id as ruled_by
    from pools
    left join {{ ref('int_pool_parts') }} as parts on pools.pool_id = parts.pool_id
    where pools.side = 'in_force'
),

-- A pool that is there anyhow is material with what comes into it and without what leaves it.
weighed as (
    select
        pools.*,
        rules.owner_name,
        coalesce(
            abs(
                coalesce(pools.effective_cost, pools.billed_cost)
                + coalesce(known.effective_cost, known.billed_cost, 0)
                - coalesce(pools_before.effective_cost, pools_before.billed_cost, 0)
            ) < rules.materiality_amount,
            false
        ) as is_immaterial
    from pools
    left join {{ ref('int_allocation_rules__versions') }} as rules
        on pools.sharing_rule_id = rules.rule_id and pools.sharing_rule_version = rules.rule_version
    left join {{ ref('int_pools') }} as known on pools.pool_id = known.pool_id
    left join pools as pools_before
        on
            pools.comparison_id = pools_before.comparison_id
            and pools.pool_id = pools_before.pool_id
            and pools_before.side = 'in_force'
    where pools.side = 'tried'
),

tried as (
    select
        weighed.*,
        case when weighed.is_immaterial then 'team' else node_shares.target_kind end as target_kind,
        case
            when weighed.is_immaterial then coalesce(weighed.owner_name, 'unallocated')
            else node_shares.target_id
        end as target_id,
        node_shares.edge_part,
        case when weighed.is_immaterial then 'below_materiality' else node_shares.allocation_method end
            as allocation_method,
        case when weighed.is_immaterial then 1 else node_shares.weight end as weight,
        weighed.sharing_rule_id as ruled_by
    from weighed
    left join {{ ref('int_pool_shares') }} as node_shares
        on case when not weighed.is_immaterial then weighed.node_id end = node_shares.node_id
)
{%- set columns = [
    'comparison_id', 'side', 'pool_id', 'billing_period', 'billing_currency', 'reporting_currency',
    'count_charges', 'target_kind', 'target_id', 'edge_part', 'allocation_method', 'weight', 'ruled_by',
] + cost_measures() %}

select {{ columns | join(', ') }} from in_force
union all
select {{ columns | join(', ') }} from tried
