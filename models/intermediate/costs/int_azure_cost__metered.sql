-- One row per charge of an Azure cost export in a slice to build, with what its meter counts and its unit.
with charges as (
    select * from {{ ref('int_azure_cost__charges') }}
),

worded as (
    select
        *,
        {{ azure_meter_words('meter_name') }} as meter_words,
        {{ azure_is_provisioned('meter_name') }} as is_provisioned,
        {{ azure_block_size('unit_of_measure') }} as delivered_block_size,
        {{ azure_unit_name('unit_of_measure') }} as delivered_unit_name
    from charges
),

-- `1M Tokens` in the name speaks where the unit of measure names no block.
blocked as (
    select
        *,
        case
            when meter_words like '% 1m %' and delivered_block_size = 1 then cast(1000000 as decimal(13, 0))
            else delivered_block_size
        end as block_size,
        case
            when is_provisioned then 'PTU Hours'
            when meter_words is not null then 'Tokens'
            else delivered_unit_name
        end as unit_name
    from worded
),

metered as (
    select
        *,
        {{ azure_token_class('meter_words') }} as token_class,
        {{ azure_service_tier('meter_words') }} as service_tier,
        {{ azure_deployment_scope('meter_words') }} as deployment_scope,
        {{ azure_model('meter_words', 'concat_ws(\' \', product, meter_subcategory)') }} as model_name,
        coalesce(
            meter_words is not null or is_provisioned
            or lower(concat_ws(' ', product, meter_category, meter_subcategory)) like '%openai%', false
        ) as is_generative_ai,
        case when block_size = 1 then unit_name else cast(block_size as varchar) || ' ' || unit_name end
            as block_name
    from blocked
)

select * from metered
