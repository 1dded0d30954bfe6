-- One row per CUR line item in a slice to build, with model, token class, tier and routing of Bedrock usage.
with line_items as (
    select * from {{ ref('int_aws_cur__line_items') }}
),

worded as (
    select
        *,
        case when is_bedrock then {{ bedrock_token_words('usage_type') }} end as token_words,
        case when is_bedrock then lower(usage_type) end as meter_words,
        case when is_bedrock then lower(delivered_unit) end as unit_words,
        case when is_bedrock then lower(charge_description) end as description_words
    from line_items
),

metered as (
    select
        *,
        {{ bedrock_measure('token_words', 'meter_words', 'unit_words') }} as measure,
        {{ bedrock_token_class('token_words', 'meter_words') }} as metered_token_class,
        {{ bedrock_service_tier('token_words', 'meter_words') }} as service_tier,
        {{ bedrock_routing('token_words', 'meter_words') }} as routing,
        {{ bedrock_context_window('token_words', 'meter_words') }} as context_window,
        {{ bedrock_tokens_per_unit('unit_words', 'description_words') }} as tokens_per_unit
    from worded
),

-- Reserved capacity is billed by tokens per minute and hour, which is no count of tokens.
counted as (
    select
        *,
        {{ bedrock_model('usage_type', 'product_name', 'measure') }} as model_name,
        case when measure = 'tokens' then tokens_per_unit end as counted_tokens_per_unit
    from metered
),

published as (
    select
        *,
        {{ bedrock_publisher('model_name') }} as model_publisher,
        case
            when measure is null or model_name is not null then null
            when measure = 'model_storage' then 'storage of a customised model, which may be of any'
            when measure = 'other' then 'the usage type is of none of the known kinds'
            else 'neither usage type nor product names it'
        end as model_unknown_reason
    from counted
)

select * from published
