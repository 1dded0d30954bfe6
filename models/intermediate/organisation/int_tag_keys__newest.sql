-- One row per tag key: the meaning landed last.
with tag_keys as (
    select * from {{ ref('stg_tag_keys__tag_keys') }}
),

deliveries as (
    select * from {{ ref('int_deliveries__ranked') }}
),

ranked as (
    select
        tag_keys.*,
        row_number() over (
            partition by tag_keys.tag_key
            order by {{ landed_last('tag_keys') }}, tag_keys.meaning asc
        ) as newest_first
    from tag_keys
    inner join deliveries on tag_keys.delivery_id = deliveries.delivery_id
),

newest as (
    select
        tag_key,
        meaning
    from ranked
    where newest_first = 1
)

select * from newest
