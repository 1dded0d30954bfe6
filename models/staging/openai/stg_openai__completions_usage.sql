-- One row per result of an OpenAI completions usage bucket as landed, its tokens in disjoint classes.
with completions as (
    select * from {{ source('raw_openai_usage', 'completions') }}
),

renamed as (
    select
        _delivery_id as delivery_id,
        _source_file as source_file,
        _source_row as source_row,
        {{ utc_timestamp('bucket_start') }} as bucket_start,
        {{ utc_timestamp('bucket_end') }} as bucket_end,
        {{ text_value('project_id') }} as project_id,
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('model') }} as model_name,
        {{ text_value('api_source') }} as api_source,
        case
            when lower({{ text_value('batch') }}) in ('true', 't', '1') then 'batch'
            when lower({{ text_value('service_tier') }}) in ('default', 'auto', 'standard') then 'standard'
            else coalesce(
                lower({{ text_value('service_tier') }}),
                case when {{ text_value('batch') }} is not null then 'standard' end
            )
        end as service_tier,
        {{ token_count('input_tokens') }} as delivered_input_tokens,
        {{ token_count('output_tokens') }} as delivered_output_tokens,
        {{ token_count('input_cached_tokens') }} as delivered_cached_tokens,
        {{ token_count('input_cached_audio_tokens') }} as delivered_cached_audio_tokens,
        {{ token_count('input_cached_image_tokens') }} as delivered_cached_image_tokens,
        {{ token_count('input_cache_write_30m_tokens') }} as delivered_write_30m_tokens,
        {{ token_count('input_cache_write_12h_tokens') }} as delivered_write_12h_tokens,
        greatest(
            {{ token_count('input_cache_write_tokens') }},
            {{ token_count('input_cache_write_30m_tokens') }}
            + {{ token_count('input_cache_write_12h_tokens') }}
        ) as delivered_write_tokens,
        {{ token_count('input_audio_tokens') }} as delivered_audio_tokens,
        {{ token_count('input_image_tokens') }} as delivered_image_tokens,
        {{ token_count('output_audio_tokens') }} as delivered_output_audio_tokens,
        {{ token_count('output_image_tokens') }} as delivered_output_image_tokens,
        {{ token_count('num_model_requests') }} as count_requests
    from completions
),

-- input_tokens includes what is read from and written to a cache. Each part is taken from what the parts
-- before it left, so the classes add up to input_tokens even where the parts do not.
caches as (
    select
        *,
        least(delivered_cached_tokens, delivered_input_tokens) as cached_tokens,
        least(
            delivered_write_tokens,
            delivered_input_tokens - least(delivered_cached_tokens, delivered_input_tokens)
        ) as written_tokens
    from renamed
),

-- By modality, input_*_tokens is what was not cached. Responses of 2024 count cached audio in it and do not
-- say how much that is.
modalities as (
    select
        *,
        delivered_input_tokens - cached_tokens - written_tokens as uncached_tokens,
        least(delivered_cached_audio_tokens, cached_tokens) as cache_read_audio_tokens,
        least(delivered_write_30m_tokens, written_tokens) as cache_write_30m_tokens,
        least(
            delivered_audio_tokens, delivered_input_tokens - cached_tokens - written_tokens
        ) as input_audio_tokens,
        least(delivered_output_audio_tokens, delivered_output_tokens) as output_audio_tokens
    from caches
),

further_modalities as (
    select
        *,
        least(
            delivered_cached_image_tokens, cached_tokens - cache_read_audio_tokens
        ) as cache_read_image_tokens,
        least(delivered_write_12h_tokens, written_tokens - cache_write_30m_tokens) as cache_write_12h_tokens,
        least(delivered_image_tokens, uncached_tokens - input_audio_tokens) as input_image_tokens,
        least(
            delivered_output_image_tokens, delivered_output_tokens - output_audio_tokens
        ) as output_image_tokens
    from modalities
),

disjoint as (
    select
        delivery_id, source_file, source_row, bucket_start, project_id, user_id, api_key_id, model_name,
        api_source, service_tier, count_requests, delivered_input_tokens, delivered_output_tokens,
        input_audio_tokens, input_image_tokens, cache_read_audio_tokens, cache_read_image_tokens,
        cache_write_30m_tokens, cache_write_12h_tokens, output_audio_tokens, output_image_tokens,
        coalesce(bucket_end, {{ next_day_start('bucket_start') }}) as bucket_end,
        uncached_tokens - input_audio_tokens - input_image_tokens as input_tokens,
        cached_tokens - cache_read_audio_tokens - cache_read_image_tokens as cache_read_tokens,
        written_tokens - cache_write_30m_tokens - cache_write_12h_tokens as cache_write_tokens,
        delivered_output_tokens - output_audio_tokens - output_image_tokens as output_tokens
    from further_modalities
)

select * from disjoint
