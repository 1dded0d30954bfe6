-- One row per row of the list budgets as landed.
with budgets as (
    select * from {{ source('raw_budgets', 'budgets') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(budget)') }} as budget_name,
        cast({{ to_money('version') }} as integer) as budget_version,
        coalesce(lower({{ text_value('trim(status)') }}), 'approved') as budget_status,
        lower({{ text_value('trim(scope_kind)') }}) as scope_kind,
        {{ text_value('trim(scope_value)') }} as scope_value,
        substr({{ text_value('trim(billing_period)') }}, 1, 7) as billing_period,
        {{ to_money('amount') }} as amount,
        {{ currency_value('currency') }} as currency_code,
        lower({{ text_value('trim(basis)') }}) as cost_basis,
        {{ text_value('trim(owner)') }} as owner_name,
        {{ text_value('trim(initiative)') }} as initiative,
        {{ text_value('trim(approved_by)') }} as approved_by,
        cast({{ utc_timestamp('approved_on') }} as date) as approved_on
    from budgets
)

select * from renamed
