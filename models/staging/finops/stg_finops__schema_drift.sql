-- One row per delivery, file and column whose schema differs from the delivery before, or the contract.
with deliveries as (
    select
        delivery_id,
        source_name,
        delivery_scope,
        billing_period,
        {{ explode('drift') }} as drift
    from {{ source('raw_finops', 'deliveries') }}
),

schema_drift as (
    select
        delivery_id,
        source_name,
        delivery_scope,
        billing_period,
        drift.source_file,
        drift.table_name,
        drift.column_name,
        drift.change,
        drift.detail
    from deliveries
)

select * from schema_drift
