-- One row per movement of prepaid credit, or balance stated, as landed.
with prepaid_movements as (
    select * from {{ source('raw_prepaid_movements', 'prepaid_movements') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ legal_entity(text_value('trim(provider_name)')) }} as provider_name,
        {{ text_value('trim(billing_account_id)') }} as billing_account_id,
        cast({{ utc_timestamp('movement_date') }} as date) as movement_date,
        lower({{ text_value('trim(movement)') }}) as movement,
        {{ to_money('amount') }} as amount,
        {{ to_money('tax') }} as tax,
        {{ currency_value('currency') }} as currency,
        {{ text_value('invoice_id') }} as invoice_id
    from prepaid_movements
)

select * from renamed
