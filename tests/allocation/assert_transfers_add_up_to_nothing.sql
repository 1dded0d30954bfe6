-- Groups in which what moves with the benefit of a commitment does not add up to zero, in either currency.
{{ config(group='allocation') }}
select
    benefit_group_id,
    sum(transferred_cost) as left_over,
    sum(transferred_cost_reporting) as left_over_reporting
from {{ ref('int_charges__transfers') }}
group by benefit_group_id
having sum(transferred_cost) != 0 or sum(transferred_cost_reporting) != 0
