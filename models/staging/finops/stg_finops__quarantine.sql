-- One row per record that was set aside while landing.
with quarantine as (
    select * from {{ source('raw_finops', 'quarantine') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _content_hash as content_hash,
        source_row,
        column_name,
        reason,
        _loaded_at as loaded_at
    from quarantine
)

select * from renamed
