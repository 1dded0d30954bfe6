-- One row per site: what was landed last.
with sites as (
    select * from {{ ref('stg_sites__sites') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('sites', ['site']) }}
)

select
    site,
    boundary_approach,
    direct_zone,
    lifecycle_zone,
    country,
    pue,
    wue_onsite,
    provider_name,
    account_id,
    region_id
from newest
