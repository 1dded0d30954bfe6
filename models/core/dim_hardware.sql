-- One row per asset: what was landed last.
with hardware as (
    select * from {{ ref('stg_hardware__hardware') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('hardware', ['asset_id']) }}
)

select
    asset_id,
    site,
    purchased_on,
    quantity,
    accelerator,
    embodied_kg,
    embodied_source
from newest
