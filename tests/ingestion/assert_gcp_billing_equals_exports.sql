-- Charges that count, and those that only explain, are what Google's Cloud Billing exports bill, by slice and
-- currency: cost plus credits, a row as often as the file has it that has it most often. Discounts only move:
-- effective cost adds up to the same.
{{ config(group='ingestion') }}
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
    where source_name = 'gcp_billing'
),

copies as (
    select
        slice_deliveries.slice_id,
        exported.currency,
        exported.row_charged,
        exported.net_cost,
        count(*) as count_copies
    from (
        select
            *,
            {{ gcp_charged() }} as row_charged,
            cost + credits_amount as net_cost
        from {{ ref('stg_gcp__billing_export') }}
    ) as exported
    inner join slice_deliveries on exported.delivery_id = slice_deliveries.delivery_id
    group by
        slice_deliveries.slice_id, exported.delivery_id, exported.source_file, exported.currency,
        exported.row_charged, exported.net_cost
),

most_copies as (
    select
        slice_id,
        currency,
        net_cost * max(count_copies) as net_cost
    from copies
    group by slice_id, currency, row_charged, net_cost
),

expected as (
    select
        slice_id,
        currency,
        cast(sum(net_cost) as decimal(38, 12)) as net_cost
    from most_copies
    group by slice_id, currency
),

charges as (
    select
        slice_id,
        billing_currency as currency,
        billed_cost,
        effective_cost
    from {{ ref('fct_costs') }}
    where source_name = 'gcp_billing'
    union all
    select
        slice_id,
        billing_currency as currency,
        billed_cost,
        effective_cost
    from {{ ref('int_cost_estimates__charges') }}
    where source_name = 'gcp_billing'
),

held as (
    select
        slice_id,
        currency,
        cast(sum(billed_cost) as decimal(38, 12)) as billed_cost,
        cast(sum(effective_cost) as decimal(38, 12)) as effective_cost
    from charges
    group by slice_id, currency
)

select
    expected.*,
    held.billed_cost,
    held.effective_cost
from expected
full outer join held on expected.slice_id = held.slice_id and expected.currency = held.currency
where
    {{ differs('expected.net_cost', 'held.billed_cost') }}
    or {{ differs('held.billed_cost', 'held.effective_cost') }}
