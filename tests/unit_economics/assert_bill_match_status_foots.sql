-- Tokens are what they should cost and the gaps; a bill is its parts, and all bills with tokens are here.
select
    provider_name,
    delivery_scope,
    billing_period,
    currency
from {{ ref('rpt_bill_match_status') }}
where
    token_cost
    != coalesce(expected_cost, 0) + quantity_gap + contract_gap + list_gap + class_gap + tier_gap + rounding_gap
    + unknown_gap + unpriced_cost
    or billed_cost != token_cost + purchases + credits + tax + adjustments + other_usage_cost
