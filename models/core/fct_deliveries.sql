-- One row per delivery that is landed.
with deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
)

select
    delivery_id,
    source_name,
    delivery_scope,
    dialect,
    billing_period,
    restatement_style,
    is_append_part,
    is_demo,
    is_current,
    export_time,
    is_invoiced,
    delivered_at,
    landed_at,
    currencies,
    count_rows_in_files,
    count_rows,
    count_rows_quarantined,
    billed_total
from deliveries
