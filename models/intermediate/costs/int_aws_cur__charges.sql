-- One row per charge of a CUR line item: itself, or purchase and unused part of a recurring commitment fee.
with line_items as (
    select * from {{ ref('int_aws_cur__tokens') }}
),

netted_deliveries as (
    select * from {{ ref('int_aws_cur__netted_deliveries') }}
),

savings_plan_periods as (
    select * from {{ ref('int_aws_cur__savings_plan_periods') }}
),

charge_parts as (
    select
        kinds.split_kind,
        parts.charge_part
    from (values ('savings_plan_fee'), ('reservation_fee')) as kinds (split_kind)
    cross join (values ('purchase'), ('unused')) as parts (charge_part)
),

split as (
    select
        line_items.*,
        netted_deliveries.delivery_id is not null as has_net_costs,
        coalesce(charge_parts.charge_part, 'whole') as charge_part,
        case
            when charge_parts.charge_part = 'unused' and line_items.charge_kind = 'savings_plan_fee'
                then line_items.commitment_discount_id
        end as unused_savings_plan_id
    from line_items
    left join netted_deliveries on line_items.delivery_id = netted_deliveries.delivery_id
    left join charge_parts on line_items.charge_kind = charge_parts.split_kind
),

-- What a savings plan left unused stands on its fee; where it does not, it is the fee less what was used,
-- for a plan that is paid by the fee alone.
with_unused as (
    select
        split.*,
        coalesce(
            split.savings_plan_commitment - split.savings_plan_used_commitment,
            case
                when coalesce(split.savings_plan_payment_option, 'No Upfront') = 'No Upfront'
                    then savings_plan_periods.unused_cost
            end
        ) as savings_plan_unused_cost
    from split
    left join savings_plan_periods
        on
            split.unused_savings_plan_id = savings_plan_periods.commitment_discount_id
            and split.slice_id = savings_plan_periods.slice_id
            and split.charge_period_start = savings_plan_periods.charge_period_start
),

classified as (
    select
        *,
        case
            when charge_part = 'unused' then 'Usage'
            when charge_kind in (
                'savings_plan_fee', 'savings_plan_upfront', 'reservation_fee', 'reservation_upfront', 'fee'
            ) then 'Purchase'
            when charge_kind = 'tax' then 'Tax'
            when charge_kind in ('credit', 'discount') then 'Credit'
            when charge_kind in ('refund', 'negation') then 'Adjustment'
            else 'Usage'
        end as charge_category
    from with_unused
),

-- Covered usage and what takes it back are not billed; where they do not cancel out,
-- int_aws_cur__negation_residuals has the difference. What is split repeats what its parent costs.
costed as (
    select
        *,
        case
            when charge_part = 'unused' or charge_kind in ('savings_plan_usage', 'negation', 'split') then 0
            when charge_kind = 'discount' and has_net_costs then coalesce(net_unblended_cost, 0)
            else invoiced_cost
        end as billed_cost,
        case
            when charge_part = 'unused' and is_savings_plan then savings_plan_unused_cost
            when charge_part = 'unused'
                then
                    coalesce(
                        reservation_unused_upfront_fee + reservation_unused_recurring_fee,
                        reservation_unused_upfront_fee, reservation_unused_recurring_fee
                    )
            when charge_kind = 'savings_plan_usage' then savings_plan_effective_cost
            when charge_kind = 'reservation_usage' then reservation_effective_cost
            when is_savings_plan or is_reservation then 0
        end as commitment_effective_cost,
        case
            when charge_kind = 'negation' then null
            when is_savings_plan and charge_part = 'unused' then savings_plan_unused_cost
            when charge_kind = 'savings_plan_fee' then coalesce(savings_plan_commitment, invoiced_cost)
            when charge_kind = 'savings_plan_usage' then savings_plan_commitment_used_here
            when is_reservation and charge_part = 'unused' then reservation_unused_quantity
            when charge_kind in ('reservation_fee', 'reservation_usage') then usage_amount
        end as commitment_discount_quantity
    from classified
)

select * from costed
