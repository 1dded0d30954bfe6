-- One row per CUR line item in a slice to build, with model, token class and tier of a Bedrock usage type.
with line_items as (
    select * from {{ ref('int_aws_cur__line_items') }}
),

-- What a Bedrock usage type counts, from the class of the tokens on:
-- `USE1-Claude4.6Opus-cache-read-input-token-count-batch`,
-- `USE1-MP:USE1_CacheReadInputTokenCount_Batch-Units`.
worded as (
    select
        *,
        case
            when is_bedrock
                then
                    regexp_extract(
                        lower(usage_type),
                        '(cache[-_]?(read|write)|input|output)[-_a-z0-9]*?tokens?[-_a-z0-9]*$', 0
                    )
        end as token_words,
        case when is_bedrock then lower(usage_type) end as meter_words,
        case when is_bedrock then lower(delivered_unit) end as unit_words,
        case when is_bedrock then lower(charge_description) end as description_words
    from line_items
),

metered as (
    select
        *,
        {{ bedrock_token_class('token_words', 'meter_words') }} as metered_token_class,
        {{ bedrock_service_tier('token_words', 'meter_words') }} as service_tier,
        {{ bedrock_tokens_per_unit('unit_words', 'description_words') }} as tokens_per_unit,
        case
            when token_words = '' or token_words is null then null
            when product_name like '% (Amazon Bedrock Edition)'
                then replace(product_name, ' (Amazon Bedrock Edition)', '')
            else {{ bedrock_model('usage_type') }}
        end as model_name
    from worded
),

-- Reserved capacity is billed by tokens per minute and hour, which is no count of tokens.
counted as (
    select
        *,
        case when token_words != '' and service_tier != 'reserved' then tokens_per_unit end
            as counted_tokens_per_unit
    from metered
)

select * from counted
