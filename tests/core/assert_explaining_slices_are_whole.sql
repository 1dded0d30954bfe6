-- What only explains is kept to the last row: a FOCUS month delivered whole that another source counts has as
-- many charges among the estimates as rows landed, and none of its charges counts.
{{ config(group='ingestion') }}
with versioned as (
    select * from {{ ref('int_cost_slices__versioned') }}
    where cost_role = 'explains' and source_name = 'focus'
),

delivered as (
    select
        slice_deliveries.slice_id,
        cast(sum(deliveries.count_rows) as bigint) as count_rows
    from {{ ref('int_cost_slices__deliveries') }} as slice_deliveries
    inner join {{ ref('fct_deliveries') }} as deliveries
        on slice_deliveries.delivery_id = deliveries.delivery_id
    where slice_deliveries.restatement_style = 'whole_period'
    group by slice_deliveries.slice_id
),

explaining as (
    select
        slice_id,
        sum(count_rows) as count_rows
    from {{ ref('int_cost_estimates__charges') }}
    group by slice_id
),

counting as (
    select distinct slice_id
    from {{ ref('fct_costs') }}
)

select
    versioned.slice_id,
    delivered.count_rows,
    explaining.count_rows as count_explaining,
    counting.slice_id as counts_too
from versioned
inner join delivered on versioned.slice_id = delivered.slice_id
left join explaining on versioned.slice_id = explaining.slice_id
left join counting on versioned.slice_id = counting.slice_id
where coalesce(explaining.count_rows, 0) != delivered.count_rows or counting.slice_id is not null
