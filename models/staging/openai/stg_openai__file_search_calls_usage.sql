-- One row per result of an OpenAI file search calls usage bucket as landed: file searches.
with results as (
    select * from {{ source('raw_openai_usage', 'file_search_calls') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('vector_store_id') }} as usage_variant,
        {{ token_count('num_requests') }} as quantity
    from results
)

select * from renamed
