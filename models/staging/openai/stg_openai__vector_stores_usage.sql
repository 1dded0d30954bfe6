-- One row per result of an OpenAI vector stores usage bucket as landed: bytes kept in vector stores.
with results as (
    select * from {{ source('raw_openai_usage', 'vector_stores') }}
),

renamed as (
    select
        {{ openai_usage_columns() }},
        {{ token_count('usage_bytes') }} as quantity
    from results
)

select * from renamed
