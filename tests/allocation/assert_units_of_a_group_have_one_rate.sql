-- Charges away from the rate of their group by more than a unit and what weights of 17 digits leave out.
{{ config(group='allocation') }}
with shared as (
    select
        *,
        cast(sum(effective_cost) over groups_of as double) as group_cost,
        cast(sum(pricing_quantity) over groups_of as double) as group_quantity
    from {{ ref('int_charges__transfers') }}
    where kept_reason is null
    window groups_of as (partition by benefit_group_id)
)

select
    charge_id,
    fair_effective_cost,
    group_cost / group_quantity * cast(pricing_quantity as double) as expected_cost
from shared
where
    fair_effective_cost is null
    or abs(
        cast(fair_effective_cost as double) - group_cost / group_quantity * cast(pricing_quantity as double)
    )
    > 0.00000000001 + group_cost * 0.0000000000001
