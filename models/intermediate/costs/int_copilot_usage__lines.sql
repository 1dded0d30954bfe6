-- One row per line of a GitHub report in a slice to build that counts, of whichever report says more.
{%- set kept = [
    'delivery_id', 'source_file', 'source_row', 'charge_date', 'product', 'sku', 'quantity', 'unit_type',
    'unit_price', 'gross_amount', 'net_amount', 'principal_id', 'organization_name', 'repository_name',
    'cost_center_name',
] %}

with billing as (
    select * from {{ ref('stg_github__copilot_billing') }}
),

detail as (
    select * from {{ ref('stg_github__copilot_detail') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'copilot_usage'
),

lines as (
    select {{ kept | join(', ') }}, 'billing' as report_name, cast(null as varchar) as model_name from billing
    union all
    select {{ kept | join(', ') }}, 'detail' as report_name, model_name from detail
),

in_slices as (
    select
        lines.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.billing_period
    from lines
    inner join slices
        on lines.delivery_id = slices.delivery_id and lines.charge_date = slices.covered_date
),

-- Both reports show the same dollars of a day and SKU. The one by person counts where it adds up to the bill,
-- or where there is no bill; else the bill does.
compared as (
    select
        *,
        sum(case when report_name = 'billing' then net_amount end) over (
            partition by slice_id, charge_date, sku
        ) as billing_net,
        sum(case when report_name = 'detail' then net_amount end) over (
            partition by slice_id, charge_date, sku
        ) as detail_net
    from in_slices
)

select * from compared
where
    report_name = case
        when detail_net = billing_net or billing_net is null then 'detail'
        else 'billing'
    end
