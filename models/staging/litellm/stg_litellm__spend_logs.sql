-- One row per attempt of a request through the LiteLLM gateway as landed, once per delivery that holds it.
{%- set members = {
    'api_key_alias': 'user_api_key_alias',
    'api_key_user_id': 'user_api_key_user_id',
    'team_alias': 'user_api_key_team_alias',
    'stated_status': 'status',
    'error_information': 'error_information',
    'attempted_retries': 'attempted_retries',
    'stated_feature': 'spend_logs_metadata.feature',
    'stated_product': 'spend_logs_metadata.product',
    'stated_release': 'spend_logs_metadata.release',
    'stated_task': 'spend_logs_metadata.task_id',
    'stated_customer': 'spend_logs_metadata.customer_id',
    'cached_tokens': 'usage_object.prompt_tokens_details.cached_tokens',
    'cache_read_input_tokens': 'usage_object.cache_read_input_tokens',
    'cache_creation_tokens': 'usage_object.prompt_tokens_details.cache_creation_tokens',
    'cache_creation_input_tokens': 'usage_object.cache_creation_input_tokens',
    'reasoning_tokens': 'usage_object.completion_tokens_details.reasoning_tokens',
} %}

with spend_logs as (
    select * from {{ source('raw_litellm_spend_logs', 'spend_logs') }}
),

with_json as (
    select
        *,
        {{ json_texts(json_or_null(text_value('metadata')), members.values()) }} as metadata_texts,
        {{ json_or_null(text_value('request_tags')) }} as request_tags_json
    from spend_logs
),

with_metadata as (
    select
        {% for name in members %}
            {{ list_item('metadata_texts', loop.index) }} as metadata_{{ name }},
        {% endfor %}
        *
    from with_json
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
        metadata_api_key_alias as api_key_alias,
        coalesce({{ text_value('"user"') }}, metadata_api_key_user_id) as principal_id,
        {{ text_value('team_id') }} as team_id,
        metadata_team_alias as team_alias,
        {{ text_value('organization_id') }} as organization_id,
        coalesce(
            {{ text_value('end_user') }}, metadata_stated_customer,
            {{ request_tag('request_tags_json', 'customer') }}
        ) as customer_id,
        coalesce(metadata_stated_product, {{ request_tag('request_tags_json', 'product') }})
            as stated_product,
        coalesce(metadata_stated_release, {{ request_tag('request_tags_json', 'release') }}) as release_name,
        coalesce(metadata_stated_task, {{ request_tag('request_tags_json', 'task') }}) as task_id,
        {{ text_value('session_id') }} as session_id,
        {{ text_value('agent_id') }} as agent_id,
        coalesce(metadata_stated_feature, {{ request_tag('request_tags_json', 'feature') }}) as feature,
        request_tags_json as request_tags,
        {{ text_value('custom_llm_provider') }} as gateway_provider,
        {{ text_value('model') }} as model_name,
        {{ text_value('model_group') }} as model_group,
        -- Old rows have no status; a failure then leaves its error in the metadata.
        coalesce(
            lower({{ text_value('status') }}), lower(metadata_stated_status),
            case when metadata_error_information is not null then 'failure' end,
            'success'
        ) as status,
        coalesce(lower({{ text_value('cache_hit') }}), 'none') = 'true' as is_cache_hit,
        try_cast(metadata_attempted_retries as integer) > 0 as is_stated_retry,
        {{ to_money('spend') }} as estimated_cost,
        {{ token_count('prompt_tokens') }} as delivered_prompt_tokens,
        {{ token_count('completion_tokens') }} as delivered_completion_tokens,
        coalesce(
            nullif({{ token_count('metadata_cached_tokens') }}, 0),
            {{ token_count('metadata_cache_read_input_tokens') }}
        ) as delivered_cached_tokens,
        coalesce(
            nullif({{ token_count('metadata_cache_creation_input_tokens') }}, 0),
            {{ token_count('metadata_cache_creation_tokens') }}
        ) as delivered_written_tokens,
        {{ token_count('metadata_reasoning_tokens') }} as delivered_reasoning_tokens
    from with_metadata
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
        *,
        delivered_prompt_tokens - cache_read_tokens - cache_write_tokens as input_tokens,
        delivered_completion_tokens - reasoning_tokens as output_tokens
    from parts
)

select * from disjoint
