-- One row per row of the list contracts as landed.
with contracts as (
    select * from {{ source('raw_contracts', 'contracts') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(contract_id)') }} as contract_id,
        {{ legal_entity(text_value('trim(vendor)')) }} as vendor_name,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        {{ text_value('trim(sku)') }} as sku_id,
        {{ text_value('trim(model)') }} as model_name,
        {{ text_value('trim(token_class)') }} as token_class,
        {{ to_money('tier_from') }} as tier_from,
        {{ to_money('price') }} as price,
        {{ text_value('trim(unit)') }} as unit,
        {{ to_money('discount_percent') }} as discount_percent,
        {{ to_money('commitment_amount') }} as commitment_amount,
        {{ currency_value('currency') }} as currency_code,
        {{ text_value('trim(payment_terms)') }} as payment_terms,
        cast({{ utc_timestamp('notice_by') }} as date) as notice_by,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to,
        {{ text_value('trim(owner)') }} as owner_name
    from contracts
)

select * from renamed
