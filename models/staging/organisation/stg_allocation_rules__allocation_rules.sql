-- One row per row of the list allocation_rules as landed.
with allocation_rules as (
    select * from {{ source('raw_allocation_rules', 'allocation_rules') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(rule_id)') }} as rule_id,
        cast({{ to_money('version') }} as integer) as rule_version,
        cast({{ to_money('priority') }} as integer) as priority,
        lower({{ text_value('trim(stage)') }}) as stage,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to,
        {{ text_value('trim(filter_provider)') }} as filter_provider_name,
        {{ text_value('trim(filter_billing_account)') }} as filter_billing_account_id,
        {{ text_value('trim(filter_sub_account)') }} as filter_sub_account_id,
        {{ text_value('trim(filter_service)') }} as filter_service_name,
        lower({{ text_value('trim(filter_charge_category)') }}) as filter_charge_category,
        {{ text_value('trim(filter_tag)') }} as filter_tag,
        {{ text_value('trim(filter_team)') }} as filter_team,
        {{ text_value('trim(filter_pool)') }} as filter_pool,
        lower({{ text_value('trim(method)') }}) as method,
        {{ text_value('trim(driver)') }} as driver_name,
        lower({{ text_value('trim(driver_grain)') }}) as driver_grain,
        lower({{ text_value('trim(base_measure)') }}) as base_measure,
        {{ text_value('trim(fallback)') }} as fallback,
        lower({{ text_value('trim(target_kind)') }}) as target_kind,
        {{ text_value('trim(target)') }} as target,
        {{ to_money('share') }} as share_percent,
        {{ to_money('materiality') }} as materiality_amount,
        {{ text_value('trim(owner)') }} as owner_name,
        {{ text_value('trim(approved_by)') }} as approved_by,
        cast({{ utc_timestamp('approved_on') }} as date) as approved_on,
        {{ text_value('trim(reason)') }} as reason
    from allocation_rules
)

select * from renamed
