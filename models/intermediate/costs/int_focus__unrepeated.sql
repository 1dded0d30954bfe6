-- One row per charge of a FOCUS export in a slice to build; what an append-style export repeats counts once.
with charges as (
    select * from {{ ref('stg_focus__cost_and_usage') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'focus'
),

whole_periods as (
    select
        charges.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.delivery_order,
        cast(null as varchar) as delivered_row_hash,
        cast(1 as bigint) as copy_number,
        cast(1 as bigint) as earliest_first
    from charges
    inner join slices on charges.delivery_id = slices.delivery_id
    where slices.restatement_style = 'whole_period'
),

-- Append-style exports deliver increments, and a full export again repeats them. Two equal rows of one
-- delivery are two charges; the n-th copy of a row in a later delivery is the n-th copy of the earlier one.
appended as (
    select
        charges.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.delivery_order,
        md5({{ identity([
            'charges.sub_account_id', 'charges.resource_id', 'charges.sku_price_id', 'charges.sku_meter', 'charges.region_id',
            'charges.charge_category', 'charges.charge_class', 'charges.charge_description', 'charges.charge_period_start',
            'charges.charge_period_end', 'charges.commitment_discount_id', 'charges.tags', 'charges.export_reference',
            'charges.exported_at', 'charges.billed_cost', 'charges.effective_cost', 'charges.list_cost',
            'charges.pricing_quantity', 'charges.consumed_quantity', 'charges.invoice_id', 'charges.service_name',
        ]) }}) as delivered_row_hash
    from charges
    inner join slices on charges.delivery_id = slices.delivery_id
    where slices.restatement_style = 'append'
),

copies as (
    select
        *,
        row_number() over (
            partition by slice_id, delivery_id, delivered_row_hash order by source_row
        ) as copy_number
    from appended
),

first_copies as (
    select
        *,
        row_number() over (
            partition by slice_id, delivered_row_hash, copy_number order by delivery_order, delivery_id
        ) as earliest_first
    from copies
),

unrepeated as (
    select * from whole_periods
    union all
    select * from first_copies
    where earliest_first = 1
)

select * from unrepeated
