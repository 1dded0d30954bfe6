-- One row per charge of a FOCUS export in a slice to build; rows that an append-style export repeats are one.
-- Imported once for each style: what is read twice from one place is read whole, landed years ago or not.
with charges_of_periods as (
    select * from {{ ref('stg_focus__cost_and_usage') }}
),

increments as (
    select * from {{ ref('stg_focus__cost_and_usage') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'focus'
),

whole_periods as (
    select
        charges_of_periods.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.delivery_order,
        cast(null as varchar) as delivered_row_hash,
        cast(1 as bigint) as copy_number,
        cast(1 as bigint) as newest_first
    from charges_of_periods
    inner join slices on charges_of_periods.delivery_id = slices.delivery_id
    where slices.restatement_style = 'whole_period'
),

-- Append-style exports deliver increments, and a full export again repeats them. Two equal rows of one
-- delivery are two charges; the n-th copy of a row in a later delivery is the n-th copy of the earlier one.
appended as (
    select
        increments.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.delivery_order,
        {{ focus_charged() }} as delivered_row_hash
    from increments
    inner join slices on increments.delivery_id = slices.delivery_id
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
