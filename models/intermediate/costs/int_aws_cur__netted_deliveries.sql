-- One row per CUR delivery in a slice to build whose line items carry costs net of discounts.
with line_items as (
    select * from {{ ref('stg_aws__cur_line_items') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'aws_cur'
),

-- AWS gives a discount as its own line items, as net costs on the discounted line items, or as both. Where
-- both come, they are the same money, so the rows of the first kind must not count again.
netted_deliveries as (
    select distinct line_items.delivery_id
    from line_items
    inner join slices on line_items.delivery_id = slices.delivery_id
    where
        line_items.net_unblended_cost != line_items.unblended_cost
        and not coalesce(line_items.line_item_type like '%Discount', false)
)

select * from netted_deliveries
