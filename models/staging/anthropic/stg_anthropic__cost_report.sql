-- One row per result of an Anthropic cost report bucket as landed.
with cost_report as (
    select * from {{ source('raw_anthropic_costs', 'cost_report') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('bucket_start') }} as bucket_start,
        coalesce(
            {{ utc_timestamp('bucket_end') }}, {{ next_day_start(utc_timestamp('bucket_start')) }}
        ) as bucket_end,
        -- Amounts are decimal text in cents: "123.45" is 1.2345 dollars.
        {{ money_times(to_money('amount'), '0.01') }} as amount,
        {{ money_times(to_money('list_amount'), '0.01') }} as list_amount,
        {{ currency_value('currency') }} as currency,
        {{ text_value('description') }} as description,
        lower({{ text_value('cost_type') }}) as cost_type,
        {{ text_value('model') }} as model_name,
        lower({{ text_value('service_tier') }}) as service_tier,
        {{ text_value('token_type') }} as token_type,
        {{ token_words(text_value('token_type')) }} as charge_words,
        {{ text_value('context_window') }} as context_window,
        nullif({{ text_value('inference_geo') }}, 'not_available') as region_id,
        {{ text_value('workspace_id') }} as workspace_id,
        {{ text_value('api_key_id') }} as api_key_id
    from cost_report
),

classified as (
    select
        delivery_id,
        source_file,
        source_row,
        bucket_start,
        bucket_end,
        amount,
        list_amount,
        currency,
        description,
        cost_type,
        model_name,
        service_tier,
        token_type,
        {{ token_class_of('charge_words') }} as token_class,
        context_window,
        region_id,
        workspace_id,
        api_key_id
    from renamed
)

select * from classified
