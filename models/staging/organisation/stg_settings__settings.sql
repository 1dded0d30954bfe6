-- One row per setting as landed.
with settings as (
    select * from {{ source('raw_settings', 'settings') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        lower({{ text_value('setting') }}) as setting,
        {{ text_value('value') }} as setting_value
    from settings
)

select * from renamed
