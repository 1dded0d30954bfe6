-- One row per line of a Copilot report by person and model as landed: premium requests or AI credits.
with report as (
    select * from {{ source('raw_copilot_usage', 'detail') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        cast({{ utc_timestamp('"date"') }} as date) as charge_date,
        coalesce(lower({{ text_value('product') }}), 'copilot') as product,
        lower({{ text_value('sku') }}) as sku,
        {{ text_value('model') }} as model_name,
        {{ to_money('quantity') }} as quantity,
        lower({{ text_value('unit_type') }}) as unit_type,
        {{ to_money('applied_cost_per_quantity') }} as unit_price,
        {{ to_money('gross_amount') }} as gross_amount,
        {{ to_money('discount_amount') }} as discount_amount,
        {{ to_money('net_amount') }} as net_amount,
        {{ text_value('username') }} as principal_id,
        {{ text_value('organization') }} as organization_name,
        {{ text_value('repository') }} as repository_name,
        {{ text_value('cost_center_name') }} as cost_center_name,
        {{ token_count('"input"') }} as input_tokens,
        {{ token_count('"output"') }} as output_tokens,
        {{ token_count('cache_read') }} as cache_read_tokens,
        {{ token_count('cache_write') }} as cache_write_tokens
    from report
)

select * from renamed
