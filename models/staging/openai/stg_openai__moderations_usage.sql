-- One row per result of an OpenAI moderations usage bucket as landed: input tokens moderated.
with results as (
    select * from {{ source('raw_openai_usage', 'moderations') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('model') }} as model_name,
        {{ token_count('num_model_requests') }} as count_requests,
        {{ token_count('input_tokens') }} as quantity
    from results
)

select * from renamed
