-- Charges that count, and those that only explain, are what the cloud exports bill, by slice and currency,
-- and so is the ledger.
-- Invoiced is BilledCost of a FOCUS row; what an append-style export repeats counts as often as the delivery
-- has it that has it most often. Of a CUR line item it is line_item_net_unblended_cost where there is one;
-- else line_item_unblended_cost; in a delivery with net costs a discount without one is nothing, because the
-- net costs hold it already. What split cost allocation gives to a pod is nothing: its machine's line item
-- holds it. The ledger sums line_item_unblended_cost and is compared with just that.
{{ config(group='ingestion') }}
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
    where source_name in ('aws_cur', 'focus')
),

cur_line_items as (
    select * from {{ ref('stg_aws__cur_line_items') }}
),

focus_rows as (
    select * from {{ ref('stg_focus__cost_and_usage') }}
),

deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

netted as (
    select distinct delivery_id
    from cur_line_items
    where net_unblended_cost != unblended_cost and coalesce(line_item_type, '') not like '%Discount'
),

invoiced as (
    select
        cur_line_items.delivery_id,
        cur_line_items.billing_currency,
        cur_line_items.unblended_cost as ledger_cost,
        case
            when cur_line_items.split_parent_resource_id is not null then 0
            when netted.delivery_id is not null and cur_line_items.line_item_type like '%Discount'
                then coalesce(cur_line_items.net_unblended_cost, 0)
            else coalesce(cur_line_items.net_unblended_cost, cur_line_items.unblended_cost)
        end as invoiced_cost
    from cur_line_items
    left join netted on cur_line_items.delivery_id = netted.delivery_id
    union all
    select
        delivery_id,
        billing_currency,
        billed_cost as ledger_cost,
        billed_cost as invoiced_cost
    from focus_rows
),

whole_periods as (
    select
        slice_deliveries.slice_id,
        invoiced.billing_currency,
        sum(invoiced.invoiced_cost) as invoiced_cost
    from invoiced
    inner join slice_deliveries on invoiced.delivery_id = slice_deliveries.delivery_id
    where slice_deliveries.restatement_style = 'whole_period'
    group by slice_deliveries.slice_id, invoiced.billing_currency
),

copies as (
    select
        slice_deliveries.slice_id,
        slice_deliveries.delivery_id,
        charged.billing_currency,
        charged.row_charged,
        max(charged.billed_cost) as billed_cost,
        count(*) as count_copies
    from (
        select
            *,
            {{ focus_charged() }} as row_charged
        from focus_rows
    ) as charged
    inner join slice_deliveries on charged.delivery_id = slice_deliveries.delivery_id
    where slice_deliveries.restatement_style = 'append'
    group by
        slice_deliveries.slice_id, slice_deliveries.delivery_id, charged.billing_currency, charged.row_charged
),

most_copies as (
    select
        slice_id,
        billing_currency,
        billed_cost,
        max(count_copies) as count_copies
    from copies
    group by slice_id, billing_currency, billed_cost, row_charged
),

exported as (
    select * from whole_periods
    union all
    select
        slice_id,
        billing_currency,
        sum(billed_cost * count_copies) as invoiced_cost
    from most_copies
    group by slice_id, billing_currency
),

held as (
    select
        slice_id,
        billing_currency,
        sum(billed_cost) as billed_cost
    from (
        select slice_id, source_name, billing_currency, billed_cost from {{ ref('fct_costs') }}
        union all
        select slice_id, source_name, billing_currency, billed_cost
        from {{ ref('int_cost_estimates__charges') }}
    ) as counting_and_explaining
    where source_name in ('aws_cur', 'focus')
    group by slice_id, billing_currency
),

held_differs as (
    select
        coalesce(exported.slice_id, held.slice_id) as checked_id,
        'export' as compared_with,
        exported.invoiced_cost as expected_cost,
        held.billed_cost as found_cost
    from exported
    full outer join held
        on
            exported.slice_id = held.slice_id
            and exported.billing_currency = held.billing_currency
    where {{ differs('exported.invoiced_cost', 'held.billed_cost') }}
),

ledger_differs as (
    select
        deliveries.delivery_id as checked_id,
        'ledger' as compared_with,
        max(deliveries.billed_total) as expected_cost,
        sum(invoiced.ledger_cost) as found_cost
    from deliveries
    left join invoiced on deliveries.delivery_id = invoiced.delivery_id
    where deliveries.source_name in ('aws_cur', 'focus')
    group by deliveries.delivery_id
    having coalesce(max(deliveries.billed_total), 0) != coalesce(sum(invoiced.ledger_cost), 0)
)

select * from held_differs
union all
select * from ledger_differs
