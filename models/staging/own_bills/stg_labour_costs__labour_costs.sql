-- One row per cost of a role in a team and period as landed.
with labour_costs as (
    select * from {{ source('raw_labour_costs', 'labour_costs') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        trim({{ text_value('team') }}) as team,
        {{ text_value('role') }} as role_name,
        cast({{ utc_timestamp('period_start') }} as date) as period_start,
        cast({{ utc_timestamp('period_end') }} as date) as period_end,
        {{ to_money('amount') }} as amount,
        {{ currency_value('currency') }} as currency,
        {{ to_money('hours') }} as hours,
        {{ text_value('product') }} as product,
        lower({{ text_value('cost_class') }}) as cost_class,
        {{ text_value('legal_entity') }} as legal_entity
    from labour_costs
)

select * from renamed
