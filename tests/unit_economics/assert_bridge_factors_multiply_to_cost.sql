-- Factors of a leaf multiply to its cost: what footing adds to the largest part is rounding and no more.
{{ config(group='unit_economics') }}
select
    leaf_id,
    cost_base,
    cost_compared,
    left_over
from {{ ref('int_bridge__parts') }}
where not coalesce({{ is_rounding('left_over', 'abs(cost_base) + abs(cost_compared)') }}, false)
