-- FOCUS 1.3 of split cost: what is split says how, to whom and by what ratio, and nothing else does; the
-- printed
-- ratios of a pool add up to exactly 1; no cost is NULL.
with focus as (
    select
        *,
        regexp_extract("AllocatedMethodDetails", '"AllocatedRatio":([^,}]+)', 1) as printed_ratio
    from {{ ref('focus_allocated_costs') }}
),

ratios as (
    select
        "x_PoolId" as pool_id,
        sum({{ to_money('printed_ratio') }}) as ratio
    from focus
    where "x_PoolId" is not null
    group by "x_PoolId"
),

faults as (
    select 'ratios do not make 1' as fault, pool_id as id from ratios
    where ratio is distinct from 1
    union all
    select 'split without method, details, target or tags' as fault, "x_AllocatedCostId" as id from focus
    where
        "x_PoolId" is not null
        and (
            "AllocatedMethodId" is null or printed_ratio is null or "AllocatedResourceId" is null
            or "AllocatedTags" is null
        )
    union all
    select 'not split, but says so' as fault, "x_AllocatedCostId" as id from focus
    where
        "x_PoolId" is null
        and coalesce(
            "AllocatedMethodId", "AllocatedMethodDetails", "AllocatedResourceId", "AllocatedTags"
        ) is not null
    union all
    select 'a cost is missing' as fault, "x_AllocatedCostId" as id from focus
    where "BilledCost" is null or "EffectiveCost" is null or "ContractedCost" is null or "ListCost" is null
)

select * from faults
