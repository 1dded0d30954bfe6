-- core.fct_costs holds every month's deliveries that count and have rows, and no others; a FOCUS month that
-- is delivered whole has as many charges as rows landed, in the costs or among what only explains. Days of
-- vendor exports: tests/ingestion; Azure cost details too, of which one dataset may say all.
{{ config(group='ingestion') }}
with slice_deliveries as (
    select * from {{ ref('int_cost_slices__deliveries') }}
),

deliveries as (
    select * from {{ ref('fct_deliveries') }}
),

costs as (
    select * from {{ ref('fct_costs') }}
),

explaining as (
    select distinct slice_id
    from {{ ref('int_cost_slices__explaining') }}
),

wanted as (
    select
        slice_deliveries.slice_id,
        slice_deliveries.delivery_id,
        slice_deliveries.restatement_style,
        deliveries.source_name,
        deliveries.count_rows
    from slice_deliveries
    inner join deliveries on slice_deliveries.delivery_id = deliveries.delivery_id
    left join explaining on slice_deliveries.slice_id = explaining.slice_id
    where explaining.slice_id is null and slice_deliveries.restatement_style in ('whole_period', 'append')
),

held as (
    select
        slice_id,
        delivery_id,
        count(*) as count_charges
    from costs
    group by slice_id, delivery_id
),

by_day as (
    select
        slice_id,
        delivery_id
    from slice_deliveries
    where restatement_style = 'days'
    union
    select
        slice_deliveries.slice_id,
        slice_deliveries.delivery_id
    from slice_deliveries
    inner join explaining on slice_deliveries.slice_id = explaining.slice_id
)

select
    coalesce(wanted.slice_id, held.slice_id) as slice_id,
    coalesce(wanted.delivery_id, held.delivery_id) as delivery_id,
    wanted.count_rows,
    held.count_charges
from wanted
full outer join held on wanted.slice_id = held.slice_id and wanted.delivery_id = held.delivery_id
left join by_day on held.slice_id = by_day.slice_id and held.delivery_id = by_day.delivery_id
where
    (wanted.delivery_id is null and by_day.delivery_id is null)
    or (
        wanted.restatement_style = 'whole_period' and wanted.count_rows > 0 and held.delivery_id is null
        -- A month of balances stated holds no charge.
        and wanted.source_name not in ('azure_cost', 'prepaid_movements')
    )
    or (
        wanted.restatement_style = 'whole_period' and wanted.source_name = 'focus'
        and {{ differs('wanted.count_rows', 'coalesce(held.count_charges, 0)') }}
    )
    or (
        -- Of Google's native export a row is as many charges as it has credits, and one.
        wanted.restatement_style = 'append' and wanted.source_name != 'gcp_billing'
        and coalesce(held.count_charges, 0) > wanted.count_rows
    )
