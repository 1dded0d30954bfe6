-- One row per row of the list legal_entities as landed.
with legal_entities as (
    select * from {{ source('raw_legal_entities', 'legal_entities') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        {{ text_value('trim(name)') }} as legal_entity_name,
        {{ text_value('trim(country)') }} as country,
        {{ currency_value('currency') }} as currency_code,
        {{ text_value('trim(parent)') }} as parent_legal_entity,
        {{ to_money('markup_percent') }} as markup_percent,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from legal_entities
)

select * from renamed
