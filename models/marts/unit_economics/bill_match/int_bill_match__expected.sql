-- One row per matched group of the bill, with what it should cost and what differs.
with matched as (
    select
        *,
        -- Where the bill prints no tokens, the provider's own count is taken for them.
        case when is_billed then coalesce(billed_tokens, usage_tokens) else 0 end as priced_tokens,
        {{ money_times('billed_tokens - usage_tokens', 'contracted_unit_price') }} as quantity_of_bill
    from {{ ref('int_bill_match__matched') }}
),

-- Both ends of a range may be what was billed: then the bill says which of its prices held.
with_expected as (
    select
        *,
        case
            when contracted_cost is not null then contracted_cost
            when abs(billed_cost - lowest_list_cost) <= printed_unit * count_charges then lowest_list_cost
            when abs(billed_cost - highest_list_cost) <= printed_unit * count_charges then highest_list_cost
        end as expected_cost
    from matched
),

with_gap as (
    select
        *,
        coalesce(billed_cost, 0) - coalesce(expected_cost, 0) as gap,
        case
            when expected_cost is null then 0
            when not is_billed then -expected_cost
            else coalesce(quantity_of_bill, 0)
        end as quantity_gap
    from with_expected
)

select
    *,
    case when expected_cost is not null then gap - quantity_gap end as price_gap,
    -- Every charge is rounded once where it is printed.
    coalesce(printed_unit * count_charges, 0) as rounding_bound
from with_gap
