-- One row per pool, target and kind of cost, with the weight of its part. A pool below what its rule calls
-- material is not split.
with pools as (
    select * from {{ ref('int_pools__judged') }}
),

shares as (
    select * from {{ ref('int_pool_shares') }}
),

parts as (
    select
        pools.*,
        case when pools.is_immaterial then 'team' else shares.target_kind end as target_kind,
        case when pools.is_immaterial then coalesce(pools.owner_name, 'unallocated') else shares.target_id end
            as target_id,
        shares.edge_part,
        case when pools.is_immaterial then 'below_materiality' else shares.allocation_method end
            as allocation_method,
        case when pools.is_immaterial then 1 else shares.weight end as weight
    from pools
    left join shares on case when not pools.is_immaterial then pools.node_id end = shares.node_id
)

select * from parts
