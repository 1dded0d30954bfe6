-- One row per group of the Anthropic analytics cost report as landed.
with report as (
    select * from {{ source('raw_anthropic_analytics', 'cost') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('starting_at') }} as bucket_start,
        coalesce(
            {{ utc_timestamp('ending_at') }}, {{ next_day_start(utc_timestamp('starting_at')) }}
        ) as bucket_end,
        -- Decimal text in cents: after discounts and before credits; at list before discounts.
        {{ money_times(to_money('cost_amount'), '0.01') }} as amount,
        {{ money_times(to_money('cost_list_amount'), '0.01') }} as list_amount,
        coalesce({{ currency_value('cost_currency') }}, 'USD') as currency,
        {{ text_value('group_workspace_id') }} as workspace_id,
        {{ text_value('group_api_key_id') }} as api_key_id,
        {{ text_value('group_actor') }} as actor,
        {{ text_value('group_product') }} as product,
        {{ text_value('group_model') }} as model_name,
        lower({{ text_value('group_service_tier') }}) as service_tier,
        {{ text_value('group_context_window') }} as context_window,
        nullif({{ text_value('group_inference_geo') }}, 'not_available') as region_id,
        {{ text_value('group_token_type') }} as token_type,
        lower({{ text_value('group_cost_type') }}) as cost_type,
        {{ text_value('group_agent_id') }} as agent_id,
        {{ text_value('group_session_id') }} as session_id,
        {{ token_words(text_value('group_token_type')) }} as charge_words
    from report
),

classified as (
    select
        delivery_id, source_file, source_row, bucket_start, bucket_end, amount, list_amount, currency,
        workspace_id, api_key_id, actor, product, model_name, service_tier, context_window, region_id,
        token_type, cost_type, agent_id, session_id,
        {{ token_class_of('charge_words') }} as token_class,
        -- An actor comes as text or as an object that names a person, a key or a service account.
        coalesce(
            {{ json_text(json_or_null("case when actor like '{%' then actor end"), 'email_address') }},
            {{ json_text(json_or_null("case when actor like '{%' then actor end"), 'email') }},
            {{ json_text(json_or_null("case when actor like '{%' then actor end"), 'id') }},
            actor
        ) as principal_id
    from renamed
)

select * from classified
