-- One row per charge of a CUR in a slice to build, with its costs, prices, quantities and units.
with charges as (
    select * from {{ ref('int_aws_cur__charges') }}
),

measured as (
    select
        *,
        coalesce(billing_period_end, {{ next_month_start('cast(billing_period_start as date)') }})
            as period_end,
        coalesce(
            commitment_effective_cost,
            case
                when charge_part = 'whole' and charge_kind not in ('savings_plan_usage', 'reservation_usage')
                    then billed_cost
            end
        ) as effective_cost,
        case
            when delivered_unit in ('Hrs', 'hrs', 'Hours', 'hours', 'Hour') then 'Hours'
            when delivered_unit = 'GB-Mo' then 'GB-Months'
            when counted_tokens_per_unit = 1 then 'Tokens'
            when counted_tokens_per_unit > 1 then counted_tokens_per_unit || ' Tokens'
            else delivered_unit
        end as unit_name,
        is_savings_plan or (not is_reservation and savings_plan_id is not null) as is_of_savings_plan,
        charge_category in ('Usage', 'Purchase') and charge_part != 'unused' as is_priced,
        charge_category = 'Usage' and charge_part != 'unused' as is_consumed,
        charge_kind = 'split' as is_split
    from charges
),

-- What has no list price of its own is listed as invoiced; what only explains another line item is listed
-- with that one.
priced as (
    select
        *,
        case
            when charge_part = 'unused' or charge_kind = 'negation' or is_split then 0
            when charge_category in ('Credit', 'Adjustment') then billed_cost
            when charge_category in ('Tax', 'Purchase')
                then coalesce(nullif(delivered_list_cost, 0), invoiced_cost)
            else delivered_list_cost
        end as list_cost,
        case
            when charge_part = 'unused' or charge_kind = 'negation' then 0
            when charge_kind = 'reservation_usage' and invoiced_cost = 0 then delivered_list_cost
            when charge_kind = 'discount' or is_split then billed_cost
            else invoiced_cost
        end as contracted_cost,
        case when is_priced then delivered_list_unit_price end as list_unit_price,
        case
            when charge_kind = 'reservation_usage' and invoiced_cost = 0 then delivered_list_unit_price
            when is_priced then invoiced_rate
        end as contracted_unit_price,
        case when is_priced and not is_split then usage_amount end as pricing_quantity,
        case
            when is_consumed and not is_split then {{ tokens_of('usage_amount', 'counted_tokens_per_unit') }}
        end as token_quantity,
        coalesce(pricing_currency, billing_currency) as currency_of_price
    from measured
),

consumed as (
    select
        *,
        case when pricing_quantity is not null then unit_name end as pricing_unit,
        case when is_consumed then coalesce(token_quantity, pricing_quantity) end as consumed_quantity,
        case
            when token_quantity is not null then 'Tokens'
            when is_consumed and pricing_quantity is not null then unit_name
        end as consumed_unit,
        case
            when commitment_discount_quantity is null then null
            when is_of_savings_plan then billing_currency
            else unit_name
        end as commitment_discount_unit,
        case when currency_of_price = billing_currency then effective_cost end
            as pricing_currency_effective_cost
    from priced
)

select * from consumed
