-- One row per result of an Anthropic messages usage bucket as landed; its classes are disjoint as delivered.
with messages as (
    select * from {{ source('raw_anthropic_usage', 'messages') }}
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
        {{ text_value('workspace_id') }} as workspace_id,
        {{ text_value('api_key_id') }} as api_key_id,
        coalesce({{ text_value('account_id') }}, {{ text_value('service_account_id') }}) as principal_id,
        {{ text_value('model') }} as model_name,
        lower({{ text_value('service_tier') }}) as service_tier,
        {{ text_value('context_window') }} as context_window,
        nullif({{ text_value('inference_geo') }}, 'not_available') as region_id,
        lower({{ text_value('speed') }}) as speed,
        -- uncached_input_tokens leaves out what is read from or written to a cache, other than the input of
        -- other providers.
        {{ token_count('uncached_input_tokens') }} as input_tokens,
        {{ token_count('cache_read_input_tokens') }} as cache_read_tokens,
        {{ token_count('cache_creation_ephemeral_5m_input_tokens') }} as cache_write_5m_tokens,
        {{ token_count('cache_creation_ephemeral_1h_input_tokens') }} as cache_write_1h_tokens,
        {{ token_count('output_tokens') }} as output_tokens,
        {{ token_count('server_tool_use_web_search_requests') }} as count_searches
    from messages
)

select * from renamed
