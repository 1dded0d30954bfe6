-- One row per row of the list outcomes as landed.
with outcomes as (
    select * from {{ source('raw_outcomes', 'outcomes') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        lower({{ text_value('trim(subject_kind)') }}) as subject_kind,
        {{ text_value('trim(subject_id)') }} as subject_id,
        {{ text_value('trim(outcome)') }} as outcome_kind,
        case lower({{ text_value('trim(accepted)') }})
            when 'yes' then true
            when 'no' then false
        end as is_accepted,
        {{ to_money('"value"') }} as outcome_value,
        {{ currency_value('currency') }} as value_currency,
        cast({{ utc_timestamp('occurred_on') }} as date) as occurred_on
    from outcomes
)

select * from renamed
