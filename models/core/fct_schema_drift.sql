-- One row per delivery, file, table, column and kind of change.
with schema_drift as (
    select * from {{ ref('stg_finops__schema_drift') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
)

select distinct
    schema_drift.delivery_id,
    schema_drift.source_name,
    schema_drift.delivery_scope,
    schema_drift.billing_period,
    schema_drift.source_file,
    schema_drift.table_name,
    schema_drift.column_name,
    schema_drift.change,
    schema_drift.detail,
    coalesce(deliveries.is_current, false) as is_current
from schema_drift
left join deliveries on schema_drift.delivery_id = deliveries.delivery_id
