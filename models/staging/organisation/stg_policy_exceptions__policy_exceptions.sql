-- One row per row of the list policy_exceptions as landed.
with policy_exceptions as (
    select * from {{ source('raw_policy_exceptions', 'policy_exceptions') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(exception_id)') }} as exception_id,
        {{ text_value('trim(policy)') }} as policy,
        lower({{ text_value('trim(scope_kind)') }}) as scope_kind,
        {{ text_value('trim(scope_value)') }} as scope_value,
        {{ to_money('amount_limit') }} as amount_limit,
        {{ currency_value('currency') }} as currency_code,
        {{ text_value('trim(reason)') }} as reason,
        {{ text_value('trim(owner)') }} as owner_name,
        {{ text_value('trim(approved_by)') }} as approved_by,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from policy_exceptions
)

select * from renamed
