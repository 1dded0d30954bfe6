-- One row per line of a vendor's bill in a slice to build, with what makes its charges.
with vendor_costs as (
    select * from {{ ref('stg_vendor_costs__vendor_costs') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'vendor_costs'
),

in_slices as (
    select
        vendor_costs.*,
        slices.slice_id,
        slices.slice_version,
        slices.source_name,
        slices.delivery_scope,
        slices.billing_period as invoice_period,
        {{ legal_entity('vendor_costs.vendor') }} as provider_name,
        row_number() over (
            order by vendor_costs.delivery_id, vendor_costs.source_file, vendor_costs.source_row
        ) as line_number,
        {{ is_service_period('vendor_costs.service_start', 'vendor_costs.service_end') }} as is_spread
    from vendor_costs
    inner join slices on vendor_costs.delivery_id = slices.delivery_id
),

-- A refund lowers what the days of its service cost. What is spread is used up day by day, not when invoiced.
lines as (
    select
        *,
        case when amount < 0 then 'Credit' else 'Purchase' end as charge_category,
        case when amount < 0 then 'Credit' else 'Usage' end as day_category,
        coalesce(
            invoice_id, 'provisional|' || provider_name || '|' || invoice_period
        ) as invoice_id_or_ours,
        coalesce(billing_account_id, delivery_scope) as paying_account_id,
        -- A card line pays what a connected vendor bills itself; a bill is for what no export brings.
        case
            when payment_channel = 'card' then {{ period_of('coalesce(service_start, invoice_date)') }}
            else 'none'
        end as covered_period
    from in_slices
)

select * from lines
