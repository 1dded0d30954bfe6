-- One row per row of the list pool_policies as landed.
with pool_policies as (
    select * from {{ source('raw_pool_policies', 'pool_policies') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('trim(pool)') }} as pool_name,
        lower({{ text_value('trim(policy)') }}) as policy,
        lower({{ text_value('trim(choice)') }}) as choice,
        {{ text_value('trim(owner)') }} as owner_name,
        {{ text_value('trim(approved_by)') }} as approved_by,
        {{ text_value('trim(reason)') }} as reason,
        cast({{ utc_timestamp('valid_from') }} as date) as valid_from,
        cast({{ utc_timestamp('valid_to') }} as date) as valid_to
    from pool_policies
)

select * from renamed
