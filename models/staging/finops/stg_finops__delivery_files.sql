-- One row per delivery and file it came from.
with deliveries as (
    select
        delivery_id,
        source_name,
        delivery_scope,
        billing_period,
        {{ explode('files') }} as file
    from {{ source('raw_finops', 'deliveries') }}
),

delivery_files as (
    select
        delivery_id,
        source_name,
        delivery_scope,
        billing_period,
        file.source_file,
        file.content_hash,
        file.rows_in_file as count_rows_in_file,
        file.rows_landed as count_rows_landed,
        file.rows_quarantined as count_rows_quarantined,
        file.rows_in_delivery as count_rows_in_delivery,
        cast(file.billed_total as decimal(38, 12)) as billed_total
    from deliveries
)

select * from delivery_files
