-- One row per row of the list customers as landed.
with customers as (
    select * from {{ source('raw_customers', 'customers') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(customer)') }} as customer_id,
        {{ text_value('trim(name)') }} as customer_name,
        {{ text_value('trim(segment)') }} as segment,
        {{ text_value('trim(plan)') }} as plan_name,
        {{ text_value('trim(country)') }} as country,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        lower({{ text_value('trim(is_internal)') }}) as is_internal,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from customers
)

select * from renamed
