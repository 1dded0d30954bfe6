-- One row per delivery and day it covers, for sources that say which days they cover.
with deliveries as (
    select * from {{ source('raw_finops', 'deliveries') }}
),

delivery_days as (
    select
        delivery_id,
        source_name,
        delivery_scope,
        cast({{ explode('days') }} as date) as covered_date
    from deliveries
)

select * from delivery_days
