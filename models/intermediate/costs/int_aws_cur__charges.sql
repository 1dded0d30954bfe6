-- One row per charge that a CUR line item stands for: itself, or purchase and unused part of a recurring commitment fee.
with line_items as (
    select * from {{ ref('int_aws_cur__line_items') }}
),

charge_parts as (
    select 'savings_plan_fee' as split_kind, 'purchase' as charge_part union all
    select 'savings_plan_fee' as split_kind, 'unused' as charge_part union all
    select 'reservation_fee' as split_kind, 'purchase' as charge_part union all
    select 'reservation_fee' as split_kind, 'unused' as charge_part
),

split as (
    select
        line_items.*,
        coalesce(charge_parts.charge_part, 'whole') as charge_part,
        coalesce(line_items.net_unblended_cost, line_items.unblended_cost) as invoiced_cost,
        coalesce(line_items.net_unblended_rate, line_items.unblended_rate) as invoiced_rate,
        line_items.charge_kind in (
            'savings_plan_usage', 'savings_plan_fee', 'savings_plan_upfront', 'negation'
        ) as is_savings_plan,
        line_items.charge_kind in (
            'reservation_usage', 'reservation_fee', 'reservation_upfront'
        ) as is_reservation,
        case
            when line_items.reservation_id like '%:capacity-reservation/%' then line_items.reservation_id
            when line_items.resource_id like '%:capacity-reservation/%' then line_items.resource_id
        end as capacity_reservation_id
    from line_items
    left join charge_parts on line_items.charge_kind = charge_parts.split_kind
),

-- A commitment without an ARN gets an id of ours, so that what was bought, used and left stays together.
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
        end as charge_category,
        case
            when is_savings_plan
                then coalesce(savings_plan_id, 'unstated|' || billing_account_id || '|Savings Plan')
            when is_reservation
                then coalesce(reservation_id, 'unstated|' || billing_account_id || '|Reserved Instance')
            when capacity_reservation_id is null then coalesce(savings_plan_id, reservation_id)
        end as commitment_discount_id
    from split
),

-- Covered usage and what takes it back are not billed; where they do not cancel out, int_aws_cur__negation_residuals has the
-- difference. split_line_item amounts repeat what the parent costs and are never read.
costed as (
    select
        *,
        case
            when charge_part = 'unused' or charge_kind in ('savings_plan_usage', 'negation') then 0
            when charge_kind = 'discount' and has_net_costs then coalesce(net_unblended_cost, 0)
            when split_parent_resource_id is not null then coalesce(invoiced_cost, 0)
            else invoiced_cost
        end as billed_cost,
        case
            when charge_part = 'unused' and is_savings_plan then savings_plan_commitment - savings_plan_used_commitment
            when charge_part = 'unused'
                then
                    coalesce(reservation_unused_upfront_fee + reservation_unused_recurring_fee,
                        reservation_unused_upfront_fee, reservation_unused_recurring_fee)
            when charge_kind = 'savings_plan_usage' then savings_plan_effective_cost
            when charge_kind = 'reservation_usage' then reservation_effective_cost
            when is_savings_plan or is_reservation then 0
        end as commitment_effective_cost,
        case
            when charge_kind = 'negation' then null
            when is_savings_plan and charge_part = 'unused' then savings_plan_commitment - savings_plan_used_commitment
            when charge_kind = 'savings_plan_fee' then coalesce(savings_plan_commitment, invoiced_cost)
            when charge_kind = 'savings_plan_usage' then savings_plan_commitment_used_here
            when is_reservation and charge_part = 'unused' then reservation_unused_quantity
            when charge_kind in ('reservation_fee', 'reservation_usage') then usage_amount
        end as commitment_discount_quantity
    from classified
)

select * from costed
