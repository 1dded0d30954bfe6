-- One row per provider, region and year of work.
select distinct
    provider_name,
    region_id,
    cast(substr(usage_period, 1, 4) as integer) as usage_year
from {{ ref('int_works') }}
