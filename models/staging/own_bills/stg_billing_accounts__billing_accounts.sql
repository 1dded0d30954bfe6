-- One row per row of the list billing_accounts as landed.
with billing_accounts as (
    select * from {{ source('raw_billing_accounts', 'billing_accounts') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ legal_entity(text_value('trim(provider_name)')) }} as provider_name,
        {{ text_value('trim(billing_account_id)') }} as billing_account_id,
        lower({{ text_value('trim(payment_terms)') }}) as payment_terms,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        {{ currency_value('currency') }} as account_currency,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from billing_accounts
)

select * from renamed
