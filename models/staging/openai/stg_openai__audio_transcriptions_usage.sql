-- One row per result of an OpenAI audio transcriptions usage bucket as landed: seconds transcribed.
with results as (
    select * from {{ source('raw_openai_usage', 'audio_transcriptions') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('model') }} as model_name,
        {{ token_count('num_model_requests') }} as count_requests,
        {{ token_count('seconds') }} as quantity
    from results
)

select * from renamed
