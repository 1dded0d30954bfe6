-- One row per invoice header as landed.
with invoices as (
    select * from {{ source('raw_invoices', 'invoices') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('invoice_id') }} as invoice_id,
        {{ legal_entity(text_value('invoice_issuer_name')) }} as invoice_issuer_name,
        {{ text_value('billing_account_id') }} as billing_account_id,
        {{ text_value('billing_period') }} as billing_period,
        cast({{ utc_timestamp('invoice_date') }} as date) as invoice_date,
        {{ currency_value('currency') }} as billing_currency,
        {{ to_money('amount_before_tax') }} as amount_before_tax,
        {{ to_money('tax_amount') }} as tax_amount,
        {{ to_money('total_amount') }} as total_amount,
        {{ to_money('exchange_rate') }} as exchange_rate,
        {{ currency_value('exchange_currency') }} as exchange_currency,
        {{ text_value('payment_terms') }} as payment_terms
    from invoices
)

select * from renamed
