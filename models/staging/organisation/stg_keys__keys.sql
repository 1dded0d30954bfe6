-- One row per row of the list keys as landed.
with keys as (
    select * from {{ source('raw_keys', 'keys') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(key_id)') }} as api_key_id,
        {{ text_value('trim(key_name)') }} as api_key_name,
        {{ text_value('trim(provider)') }} as provider_name,
        {{ text_value('trim(team)') }} as team,
        {{ text_value('trim(product)') }} as product,
        {{ text_value('trim(environment)') }} as environment,
        {{ text_value('trim(customer)') }} as customer,
        {{ text_value('trim(use_case)') }} as use_case,
        {{ text_value('trim(principal)') }} as principal_id,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from keys
)

select * from renamed
