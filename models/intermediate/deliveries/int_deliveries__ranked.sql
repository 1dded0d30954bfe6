-- One row per delivery, with its place among those it competes with, and whether it counts.
with deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

-- Deliveries compete within their source, scope, period and exported table; where the newest row of a key
-- wins, whatever its period.
ordered as (
    select
        *,
        row_number() over (
            partition by
                source_name, delivery_scope, table_name,
                case when restatement_style != 'upsert' then billing_period end
            order by
                export_time asc nulls first, is_invoiced asc, delivered_at asc nulls first, landed_at asc,
                landing_sequence asc, delivery_id asc
        ) as delivery_order
    from deliveries
),

with_newest as (
    select
        *,
        max(case when not is_append_part then delivery_order end) over (
            partition by source_name, delivery_scope, table_name, billing_period
        ) as newest_whole_order
    from ordered
),

ranked as (
    select
        delivery_id, source_name, delivery_scope, table_name, dialect, billing_period, restatement_style,
        is_append_part, is_demo, export_grouping, export_time, is_invoiced, delivered_at, landed_at,
        currencies, count_rows_in_files, count_rows_quarantined, count_rows, billed_total, delivery_order,
        case
            when restatement_style in ('append', 'upsert', 'days') then true
            else delivery_order >= coalesce(newest_whole_order, 0)
        end as is_current
    from with_newest
)

select * from ranked
