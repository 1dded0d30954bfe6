-- One row per tag key whose meaning the organisation has said.
with tag_keys as (
    select * from {{ ref('int_tag_keys__newest') }}
)

select
    tag_key,
    meaning
from tag_keys
where meaning is not null
