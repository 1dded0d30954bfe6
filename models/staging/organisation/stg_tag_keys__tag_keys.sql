-- One row per tag key and its meaning as landed.
with tag_keys as (
    select * from {{ source('raw_tag_keys', 'tag_keys') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('tag_key') }} as tag_key,
        lower({{ text_value('meaning') }}) as meaning
    from tag_keys
)

select * from renamed
