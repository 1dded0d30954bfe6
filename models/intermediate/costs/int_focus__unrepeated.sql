-- One row per charge of a FOCUS export in a slice to build; rows that an append-style export repeats are one.
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
        cast(1 as bigint) as newest_first
    from charges
    inner join slices on charges.delivery_id = slices.delivery_id
    where slices.restatement_style = 'whole_period'
),

-- Append-style exports deliver increments, and a full export again repeats them. Two equal rows of one
-- delivery are two charges; the n-th copy of a row in a later delivery is the n-th copy of the earlier one.
-- Equal is all that says what was charged: the invoice id is not, because it comes when the invoice does,
-- nor are names, which change.
appended as (
    select
        charges.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.delivery_order,
        md5({{ identity([
            'billing_account_id', 'sub_account_id', 'invoice_issuer_name', 'provider_name', 'publisher_name',
            'service_provider_name', 'host_provider_name', 'charge_category', 'charge_subcategory',
            'charge_class', 'charge_frequency', 'charge_description', 'service_name', 'region_id',
            'availability_zone', 'resource_id', 'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details',
            'pricing_category', 'pricing_unit', 'pricing_currency', 'consumed_unit',
            'commitment_discount_id', 'commitment_discount_status', 'commitment_discount_unit',
            'capacity_reservation_id', 'capacity_reservation_status', 'billing_currency', 'tags',
            'api_key_id', 'principal_id', 'model_name', 'export_reference', 'usage_type', 'operation',
            'exported_at', 'billing_period_start', 'charge_period_start', 'charge_period_end', 'billed_cost',
            'effective_cost', 'contracted_cost', 'list_cost', 'list_unit_price', 'contracted_unit_price',
            'pricing_quantity', 'consumed_quantity', 'commitment_discount_quantity',
        ]) }}) as delivered_row_hash
    from charges
    inner join slices on charges.delivery_id = slices.delivery_id
    where slices.restatement_style = 'append'
),

copies as (
    select
        *,
        row_number() over (partition by slice_id, delivery_id, delivered_row_hash order by source_row)
            as copy_number
    from appended
),

-- The newest says most: its invoice id may have come since.
newest_copies as (
    select
        *,
        row_number() over (
            partition by slice_id, delivered_row_hash, copy_number
            order by delivery_order desc, delivery_id desc
        ) as newest_first
    from copies
),

unrepeated as (
    select * from whole_periods
    union all
    select * from newest_copies
    where newest_first = 1
)

select * from unrepeated
