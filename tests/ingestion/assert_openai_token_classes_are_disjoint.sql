-- The classes of an OpenAI usage row are never below zero and add up exactly to its input and output.
{{ config(group='ingestion') }}
select *
from {{ ref('stg_openai__completions_usage') }}
where
    input_tokens + input_audio_tokens + input_image_tokens + cache_read_tokens + cache_read_audio_tokens
    + cache_read_image_tokens + cache_write_tokens + cache_write_30m_tokens + cache_write_12h_tokens
    != delivered_input_tokens
    or output_tokens + output_audio_tokens + output_image_tokens != delivered_output_tokens
    or least(
        input_tokens, input_audio_tokens, input_image_tokens, cache_read_tokens, cache_read_audio_tokens,
        cache_read_image_tokens, cache_write_tokens, cache_write_30m_tokens, cache_write_12h_tokens,
        output_tokens, output_audio_tokens, output_image_tokens
    ) < 0
