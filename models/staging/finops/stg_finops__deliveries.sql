-- One row per delivery that is landed.
with deliveries as (
    select * from {{ source('raw_finops', 'deliveries') }}
),

renamed as (
    select
        delivery_id,
        source_name,
        delivery_scope,
        {{ list_first('tables', 'table_name') }} as table_name,
        dialect,
        billing_period,
        restatement_style,
        coalesce(is_append_part, false) as is_append_part,
        coalesce(is_demo, false) as is_demo,
        grouping as export_grouping,
        export_time,
        coalesce(is_invoiced, false) as is_invoiced,
        delivered_at,
        landed_at,
        landing_sequence,
        {{ list_text('currencies') }} as currencies,
        {{ list_sum('files', 'rows_in_file') }} as count_rows_in_files,
        {{ list_sum('files', 'rows_quarantined') }} as count_rows_quarantined,
        {{ list_sum('tables', 'rows') }} as count_rows,
        {{ list_money_sum('files', 'billed_total') }} as billed_total,
        project_version
    from deliveries
)

select * from renamed
