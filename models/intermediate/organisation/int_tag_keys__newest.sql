-- One row per tag key: the meaning landed last.
with tag_keys as (
    select * from {{ ref('stg_tag_keys__tag_keys') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

newest as (
    {{ newest_rows('tag_keys', ['tag_key'], then_by=['meaning']) }}
)

select
    tag_key,
    meaning
from newest
