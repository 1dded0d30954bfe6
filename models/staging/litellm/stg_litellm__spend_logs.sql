-- One row per attempt of a request through the LiteLLM gateway as landed, once per delivery that holds it.
with spend_logs as (
    select * from {{ source('raw_litellm_spend_logs', 'spend_logs') }}
),

with_json as (
    select
        *,
        {{ json_or_null(text_value('metadata')) }} as metadata_json,
        {{ json_or_null(text_value('request_tags')) }} as request_tags_json
    from spend_logs
),

with_usage as (
    select
        *,
        {{ json_text('metadata_json', 'usage_object') }} as usage_json,
        {{ json_text('metadata_json', 'attempted_retries') }} as attempted_retries,
        {{ json_text('metadata_json', 'spend_logs_metadata') }} as call_metadata_json
    from with_json
),

with_details as (
    select
        *,
        {{ json_text('usage_json', 'prompt_tokens_details') }} as prompt_json,
        {{ json_text('usage_json', 'completion_tokens_details') }} as completion_json
    from with_usage
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ text_value('request_id') }} as request_id,
        {{ text_value('litellm_call_id') }} as call_id,
        {{ utc_timestamp('"startTime"') }} as started_at,
        {{ utc_timestamp('"endTime"') }} as ended_at,
        {{ utc_timestamp('updated_at') }} as updated_at,
        {{ text_value('call_type') }} as call_type,
        {{ text_value('api_key') }} as api_key_id,
        {{ json_text('metadata_json', 'user_api_key_alias') }} as api_key_alias,
        coalesce(
            {{ text_value('"user"') }}, {{ json_text('metadata_json', 'user_api_key_user_id') }}
        ) as principal_id,
        {{ text_value('team_id') }} as team_id,
        {{ json_text('metadata_json', 'user_api_key_team_alias') }} as team_alias,
        {{ text_value('organization_id') }} as organization_id,
        {{ text_value('end_user') }} as customer_id,
        {{ text_value('session_id') }} as session_id,
        {{ text_value('agent_id') }} as agent_id,
        {{ json_text('call_metadata_json', 'feature') }} as stated_feature,
        nullif(regexp_extract(request_tags_json, '"feature[:=] *([^"]+)"', 1), '') as tagged_feature,
        request_tags_json as request_tags,
        {{ text_value('custom_llm_provider') }} as gateway_provider,
        {{ text_value('model') }} as model_name,
        {{ text_value('model_group') }} as model_group,
        -- Old rows have no status; a failure then leaves its error in the metadata.
        coalesce(
            lower({{ text_value('status') }}), lower({{ json_text('metadata_json', 'status') }}),
            case when {{ json_text('metadata_json', 'error_information') }} is not null then 'failure' end,
            'success'
        ) as status,
        coalesce(lower({{ text_value('cache_hit') }}), 'none') = 'true' as is_cache_hit,
        try_cast(attempted_retries as integer) > 0 as is_stated_retry,
        {{ to_money('spend') }} as estimated_cost,
        {{ token_count('prompt_tokens') }} as delivered_prompt_tokens,
        {{ token_count('completion_tokens') }} as delivered_completion_tokens,
        coalesce(
            nullif({{ token_count(json_text('prompt_json', 'cached_tokens')) }}, 0),
            {{ token_count(json_text('usage_json', 'cache_read_input_tokens')) }}
        ) as delivered_cached_tokens,
        coalesce(
            nullif({{ token_count(json_text('usage_json', 'cache_creation_input_tokens')) }}, 0),
            {{ token_count(json_text('prompt_json', 'cache_creation_tokens')) }}
        ) as delivered_written_tokens,
        {{ token_count(json_text('completion_json', 'reasoning_tokens')) }} as delivered_reasoning_tokens
    from with_details
),

-- prompt_tokens includes the cache, completion_tokens the reasoning. Each part is taken from what the part
-- before it left, so the classes add up to what the gateway counted.
parts as (
    select
        *,
        least(delivered_cached_tokens, delivered_prompt_tokens) as cache_read_tokens,
        least(
            delivered_written_tokens,
            delivered_prompt_tokens - least(delivered_cached_tokens, delivered_prompt_tokens)
        ) as cache_write_tokens,
        least(delivered_reasoning_tokens, delivered_completion_tokens) as reasoning_tokens
    from renamed
),

disjoint as (
    select
        delivery_id, source_file, source_row, request_id, call_id, started_at, ended_at, updated_at,
        call_type, api_key_id, api_key_alias, principal_id, team_id, team_alias, organization_id, customer_id,
        session_id, agent_id, request_tags, gateway_provider, model_name, model_group, status, is_cache_hit,
        is_stated_retry, estimated_cost, delivered_prompt_tokens, delivered_completion_tokens,
        cache_read_tokens, cache_write_tokens, reasoning_tokens,
        coalesce(stated_feature, tagged_feature) as feature,
        delivered_prompt_tokens - cache_read_tokens - cache_write_tokens as input_tokens,
        delivered_completion_tokens - reasoning_tokens as output_tokens
    from parts
)

select * from disjoint
