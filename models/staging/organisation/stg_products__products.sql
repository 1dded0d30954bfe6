-- One row per row of the list products as landed.
with products as (
    select * from {{ source('raw_products', 'products') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(product)') }} as product_id,
        {{ text_value('trim(name)') }} as product_name,
        lower({{ text_value('trim(cost_class)') }}) as cost_class,
        lower({{ text_value('trim(life_cycle_phase)') }}) as life_cycle_phase,
        {{ text_value('trim(use_case)') }} as use_case,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        {{ text_value('trim(owner)') }} as owner_name,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from products
)

select * from renamed
