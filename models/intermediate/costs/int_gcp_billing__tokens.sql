-- One row per row of a Cloud Billing export in a slice to build, with the model and the tokens of its SKU.
with rows_of_export as (
    select * from {{ ref('int_gcp_billing__unrepeated') }}
),

worded as (
    select
        *,
        {{ google_words('sku_description') }} as sku_words
    from rows_of_export
),

named as (
    select
        *,
        {{ google_model('sku_words') }} as model_name,
        sku_words like '%provisioned throughput%' as is_provisioned_throughput
    from worded
),

-- Compute and storage SKUs speak of input and output too: only what names a model counts its tokens.
counted as (
    select
        *,
        {{ google_context_window('sku_words') }} as context_window,
        {{ google_routing('sku_words') }} as routing,
        case when model_name is not null then {{ google_token_class('sku_words') }} end as token_class,
        case when model_name is not null then {{ google_service_tier('sku_words') }} end as service_tier,
        case
            when model_name is not null and cost_type = 'regular' and {{ is_google_tokens('sku_words') }}
                then {{ tokens_of('usage_amount', google_tokens_per_unit('usage_unit')) }}
        end as counted_tokens
    from named
)

select * from counted
