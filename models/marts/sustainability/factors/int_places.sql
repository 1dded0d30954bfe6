-- One row per provider, region, own site ('' is none) and year of work.
select distinct
    provider_name,
    region_id,
    site_name,
    usage_year
from {{ ref('int_works') }}
