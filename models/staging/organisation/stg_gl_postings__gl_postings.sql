-- One row per row of the list gl_postings as landed.
with gl_postings as (
    select * from {{ source('raw_gl_postings', 'gl_postings') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(posting_id)') }} as posting_id,
        {{ text_value('trim(legal_entity)') }} as legal_entity,
        {{ text_value('trim(gl_account)') }} as gl_account,
        cast({{ utc_timestamp('posting_date') }} as date) as posting_date,
        {{ text_value('trim(fiscal_period)') }} as fiscal_period,
        {{ to_money('amount') }} as amount,
        {{ currency_value('currency') }} as currency_code,
        lower({{ text_value('trim(kind)') }}) as posting_kind,
        {{ legal_entity(text_value('trim(vendor)')) }} as vendor_name,
        {{ text_value('trim(invoice_id)') }} as invoice_id,
        {{ text_value('trim(cost_centre)') }} as cost_centre,
        {{ text_value('trim(description)') }} as description
    from gl_postings
)

select * from renamed
