-- One row per CUR line item in a slice to build, with what kind of charge it is, its service, and its tokens.
with line_items as (
    select * from {{ ref('stg_aws__cur_line_items') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'aws_cur'
),

services as (
    select * from {{ ref('aws_services') }}
),

netted_deliveries as (
    select * from {{ ref('int_aws_cur__netted_deliveries') }}
),

in_slices as (
    select
        line_items.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.billing_period,
        services.service_category,
        services.service_subcategory,
        netted_deliveries.delivery_id is not null as has_net_costs,
        coalesce(services.service_name, line_items.product_name, line_items.product_code) as service_name,
        coalesce(line_items.billing_entity = 'AWS Marketplace', false) as is_marketplace,
        coalesce(services.service_name = 'Amazon Bedrock' or line_items.product_name like '%Bedrock%', false)
            as is_bedrock,
        {% for entity in ['legal_entity', 'invoicing_entity'] -%}
        case
            when
                line_items.{{ entity }} in (
                    'AWS', 'AWS Inc.', 'Amazon Web Services', 'Amazon Web Services Inc.', 'Amazon Web Services, Inc.'
                )
                then 'Amazon Web Services'
            else line_items.{{ entity }}
        end as {{ entity }}_name,
        {% endfor -%}
        case
            when line_items.line_item_type = 'DiscountedUsage' then 'reservation_usage'
            when line_items.line_item_type = 'SavingsPlanCoveredUsage' then 'savings_plan_usage'
            when line_items.line_item_type = 'SavingsPlanNegation' then 'negation'
            when line_items.line_item_type = 'RIFee' then 'reservation_fee'
            when line_items.line_item_type = 'SavingsPlanRecurringFee' then 'savings_plan_fee'
            when line_items.line_item_type = 'SavingsPlanUpfrontFee' then 'savings_plan_upfront'
            when line_items.line_item_type = 'Fee' and line_items.reservation_id is not null then 'reservation_upfront'
            when line_items.line_item_type = 'Fee' then 'fee'
            when line_items.line_item_type = 'Tax' then 'tax'
            when line_items.line_item_type = 'Credit' then 'credit'
            when line_items.line_item_type = 'Refund' then 'refund'
            when line_items.line_item_type like '%Discount' then 'discount'
            else 'usage'
        end as charge_kind
    from line_items
    inner join slices on line_items.delivery_id = slices.delivery_id
    left join services on line_items.product_code = services.product_code
    left join netted_deliveries on line_items.delivery_id = netted_deliveries.delivery_id
),

-- What a Bedrock usage type counts, from the class of the tokens on:
-- `USE1-Claude4.6Opus-cache-read-input-token-count-batch`, `USE1-MP:USE1_CacheReadInputTokenCount_Batch-Units`.
metered as (
    select
        *,
        case
            when is_bedrock
                then
                    regexp_extract(
                        lower(usage_type), '(cache[-_]?(read|write)|input|output)[-_a-z0-9]*?tokens?[-_a-z0-9]*$', 0
                    )
        end as token_words,
        case when is_bedrock then lower(usage_type) end as meter_words,
        case when is_bedrock then lower(delivered_unit) end as unit_words,
        case when is_bedrock then lower(charge_description) end as description_words
    from in_slices
),

tokens as (
    select
        *,
        {{ bedrock_token_class('token_words', 'meter_words') }} as metered_token_class,
        {{ bedrock_service_tier('token_words', 'meter_words') }} as service_tier,
        {{ bedrock_tokens_per_unit('unit_words', 'description_words') }} as tokens_per_unit,
        case
            when token_words = '' then null
            when product_name like '% (Amazon Bedrock Edition)'
                then replace(product_name, ' (Amazon Bedrock Edition)', '')
            else
                nullif(
                    regexp_extract(
                        usage_type,
                        '^([A-Z]{2,4}[0-9]{1,2}-)?([^_:]+?)(-mantle)?-(cache-?(read|write)|input|output)[-a-z0-9]*token',
                        2
                    ), ''
                )
        end as model_name
    from metered
)

select * from tokens
