-- One row per result of an OpenAI costs bucket as landed.
with costs as (
    select * from {{ source('raw_openai_costs', 'costs') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('bucket_start') }} as bucket_start,
        {{ utc_timestamp('bucket_end') }} as bucket_end,
        {{ to_money('amount_value') }} as amount,
        {{ currency_value('amount_currency') }} as currency,
        {{ text_value('line_item') }} as line_item,
        {{ to_money('quantity') }} as quantity,
        lower({{ text_value('quantity_unit') }}) as quantity_unit,
        {{ text_value('project_id') }} as project_id,
        {{ text_value('project_name') }} as project_name,
        {{ text_value('organization_name') }} as organization_name,
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('api_source') }} as api_source
    from costs
),

-- The text of a line item changed over time: `gpt-4o-2024-08-06, cached input`, `gpt-6-astra, input_tokens`,
-- `Image models`. What stands after the last comma says what is charged; what stands before it is a model
-- where it has no blanks.
with_words as (
    select
        *,
        {{ token_words("regexp_replace(line_item, '^.*,', '')") }} as charge_words,
        case when line_item like '%,%' then trim(regexp_replace(line_item, ',[^,]*$', '')) end as subject
    from renamed
),

parsed as (
    select
        delivery_id,
        source_file,
        source_row,
        bucket_start,
        coalesce(bucket_end, {{ next_day_start('bucket_start') }}) as bucket_end,
        amount,
        currency,
        line_item,
        quantity,
        quantity_unit,
        project_id,
        project_name,
        organization_name,
        user_id,
        api_key_id,
        api_source,
        {{ token_class_of('charge_words') }} as token_class,
        nullif(
            regexp_replace(regexp_replace(subject, ' (batch|flex|priority)$', ''), '^.* .*$', ''), ''
        ) as model_name,
        case
            when lower(line_item) like '%batch%' then 'batch'
            when lower(line_item) like '%flex%' then 'flex'
            when lower(line_item) like '%priority%' then 'priority'
            when subject is not null then 'standard'
        end as service_tier
    from with_words
)

select * from parsed
