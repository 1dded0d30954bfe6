-- One row per result of an OpenAI images usage bucket as landed: images made or edited.
with results as (
    select * from {{ source('raw_openai_usage', 'images') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('model') }} as model_name,
        nullif(
            concat_ws('/', {{ text_value('source') }}, {{ text_value('size') }}), ''
        ) as usage_variant,
        {{ token_count('num_model_requests') }} as count_requests,
        {{ token_count('images') }} as quantity
    from results
)

select * from renamed
