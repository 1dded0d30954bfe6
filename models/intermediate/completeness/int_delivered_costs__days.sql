-- One row per delivery of costs, day and currency: what the delivery knew of the day, counting or replaced.
-- depends_on: {{ ref('int_delivered_costs__wanted') }}
{{ config(
    materialized='incremental',
    incremental_strategy='replace_slices',
    on_schema_change='fail',
    meta={'wanted_slices': 'int_delivered_costs__wanted'}
) }}

with charges as (
    select * from {{ ref('int_delivered_costs__unioned') }}
),

to_build as (
    select wanted.*
    from {{ ref('int_delivered_costs__wanted') }} as wanted
    where {{ not_built('int_delivered_costs__days', 'wanted') }}
)

select
    to_build.slice_id,
    to_build.slice_version,
    charges.charge_date,
    charges.billing_currency,
    cast(sum(charges.amount) as decimal(38, 12)) as amount
from charges
inner join to_build on charges.delivery_id = to_build.slice_id
where charges.charge_date is not null
group by to_build.slice_id, to_build.slice_version, charges.charge_date, charges.billing_currency
