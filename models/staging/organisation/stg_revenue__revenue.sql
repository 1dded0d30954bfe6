-- One row per row of the list revenue as landed.
with revenue as (
    select * from {{ source('raw_revenue', 'revenue') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        substr({{ text_value('trim(billing_period)') }}, 1, 7) as billing_period,
        {{ text_value('trim(customer)') }} as customer,
        {{ text_value('trim(product)') }} as product,
        {{ text_value('trim(plan)') }} as plan_name,
        lower({{ text_value('trim(basis)') }}) as revenue_basis,
        {{ to_money('amount') }} as amount,
        {{ currency_value('currency') }} as currency_code,
        {{ to_money('quantity') }} as quantity,
        {{ text_value('trim(legal_entity)') }} as legal_entity
    from revenue
)

select * from renamed
