-- One row per result of an OpenAI web search calls usage bucket as landed: web searches.
with results as (
    select * from {{ source('raw_openai_usage', 'web_search_calls') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ text_value('user_id') }} as user_id,
        {{ text_value('api_key_id') }} as api_key_id,
        {{ text_value('model') }} as model_name,
        lower({{ text_value('context_level') }}) as usage_variant,
        -- num_model_requests are the calls of models that searched: completions count them already.
        {{ token_count('num_requests') }} as quantity
    from results
)

select * from renamed
