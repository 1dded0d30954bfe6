-- One row per result of an OpenAI code interpreter sessions usage bucket as landed: sessions of it.
with results as (
    select * from {{ source('raw_openai_usage', 'code_interpreter_sessions') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ token_count('num_sessions') }} as quantity
    from results
)

select * from renamed
