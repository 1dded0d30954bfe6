-- One row per slice, savings plan and start of a charge period: what its recurring fee left unused.
with line_items as (
    select * from {{ ref('int_aws_cur__line_items') }}
    where charge_kind in ('savings_plan_usage', 'savings_plan_fee')
),

periods as (
    select
        slice_id,
        commitment_discount_id,
        charge_period_start,
        sum(case when charge_kind = 'savings_plan_fee' then 1 else 0 end) as count_fees,
        sum(
            case
                when charge_kind = 'savings_plan_usage' and savings_plan_effective_cost is null then 1
                else 0
            end
        ) as count_usage_without_cost,
        coalesce(sum(case when charge_kind = 'savings_plan_fee' then invoiced_cost end), 0) as fee,
        coalesce(sum(case when charge_kind = 'savings_plan_usage' then savings_plan_effective_cost end), 0)
            as used_cost
    from line_items
    group by slice_id, commitment_discount_id, charge_period_start
),

-- Only one fee that covers all that was used says what it left unused.
with_unused as (
    select
        slice_id,
        commitment_discount_id,
        charge_period_start,
        case
            when count_fees = 1 and count_usage_without_cost = 0 and used_cost <= fee
                then cast(fee - used_cost as decimal(28, 12))
        end as unused_cost
    from periods
)

select * from with_unused
