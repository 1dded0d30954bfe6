-- One row per charge of a FOCUS export in a slice to build, with what a Bedrock meter of AWS's export says.
with charges as (
    select * from {{ ref('int_focus__unrepeated') }}
),

-- AWS's own FOCUS export has the usage types of its Cost and Usage Report, and no column for what they say.
with_meter as (
    select
        *,
        coalesce(usage_type, sku_meter) as meter,
        coalesce(service_name like '%Bedrock%', false) as is_bedrock
    from charges
),

worded as (
    select
        *,
        case when is_bedrock then {{ bedrock_token_words('meter') }} end as token_words,
        case when is_bedrock then lower(meter) end as meter_words,
        lower(consumed_unit) as unit_words,
        lower(charge_description) as description_words
    from with_meter
),

metered as (
    select
        *,
        {{ bedrock_measure('token_words', 'meter_words', 'unit_words') }} as measure,
        {{ bedrock_token_class('token_words', 'meter_words') }} as metered_token_class,
        {{ bedrock_service_tier('token_words', 'meter_words') }} as metered_service_tier,
        {{ bedrock_routing('token_words', 'meter_words') }} as routing,
        {{ bedrock_context_window('token_words', 'meter_words') }} as context_window,
        {{ bedrock_tokens_per_unit('unit_words', 'description_words') }} as tokens_per_bedrock_unit
    from worded
),

named as (
    select
        *,
        {{ bedrock_model('meter', 'service_name', 'measure') }} as metered_model_name,
        case when measure = 'tokens' then tokens_per_bedrock_unit end as metered_tokens_per_unit
    from metered
),

detailed as (
    select
        *,
        case
            when measure is not null and sku_price_id is not null
                then {{ json_object_text([
                    ('x_ModelId', 'metered_model_name'), ('x_Measure', 'measure'),
                    ('x_ServiceTier', 'metered_service_tier'), ('x_Routing', 'routing'),
                    ('x_ContextWindow', 'context_window'),
                ]) }}
        end as metered_price_details
    from named
)

select * from detailed
