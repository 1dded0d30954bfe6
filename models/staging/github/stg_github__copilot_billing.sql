-- One row per line of GitHub's billing usage report as landed: Copilot and the rest of GitHub.
with report as (
    select * from {{ source('raw_copilot_usage', 'billing') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        cast({{ utc_timestamp('"date"') }} as date) as charge_date,
        lower({{ text_value('product') }}) as product,
        lower({{ text_value('sku') }}) as sku,
        {{ to_money('quantity') }} as quantity,
        lower({{ text_value('unit_type') }}) as unit_type,
        {{ to_money('applied_cost_per_quantity') }} as unit_price,
        {{ to_money('gross_amount') }} as gross_amount,
        {{ to_money('discount_amount') }} as discount_amount,
        {{ to_money('net_amount') }} as net_amount,
        {{ text_value('username') }} as principal_id,
        {{ text_value('organization') }} as organization_name,
        {{ text_value('repository') }} as repository_name,
        {{ text_value('cost_center_name') }} as cost_center_name
    from report
)

select * from renamed
