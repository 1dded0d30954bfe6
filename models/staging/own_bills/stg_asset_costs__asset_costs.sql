-- One row per cost of an own cluster and period as landed.
with asset_costs as (
    select * from {{ source('raw_asset_costs', 'asset_costs') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        trim({{ text_value('cluster') }}) as cluster_name,
        lower(trim({{ text_value('cost_kind') }})) as cost_kind,
        cast({{ utc_timestamp('period_start') }} as date) as period_start,
        cast({{ utc_timestamp('period_end') }} as date) as period_end,
        {{ to_money('amount') }} as amount,
        {{ currency_value('currency') }} as currency,
        {{ text_value('asset_id') }} as asset_id,
        {{ to_money('quantity') }} as quantity,
        {{ text_value('unit') }} as quantity_unit,
        {{ text_value('owner') }} as team,
        {{ text_value('product') }} as product,
        lower({{ text_value('cost_class') }}) as cost_class,
        {{ text_value('legal_entity') }} as legal_entity
    from asset_costs
)

select * from renamed
