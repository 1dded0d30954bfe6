-- One row per row of the list gl_accounts as landed.
with gl_accounts as (
    select * from {{ source('raw_gl_accounts', 'gl_accounts') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(gl_account)') }} as gl_account,
        {{ text_value('trim(name)') }} as gl_account_name,
        lower({{ text_value('trim(account_kind)') }}) as account_kind,
        lower({{ text_value('trim(cost_class)') }}) as cost_class,
        {{ legal_entity(text_value('trim(vendor)')) }} as vendor_name,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from gl_accounts
)

select * from renamed
