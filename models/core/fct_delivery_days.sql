-- One row per delivery and day it covers, for sources that say which days they cover.
with delivery_days as (
    select * from {{ ref('stg_finops__delivery_days') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
)

select distinct
    delivery_days.delivery_id,
    delivery_days.source_name,
    delivery_days.delivery_scope,
    delivery_days.covered_date,
    deliveries.landed_at
from delivery_days
left join deliveries on delivery_days.delivery_id = deliveries.delivery_id
