-- One row per result of an OpenAI costs bucket in a slice to build, in the FOCUS contract.
with costs as (
    select * from {{ ref('stg_openai__costs') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'openai_costs'
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

in_slices as (
    select
        costs.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.billing_period,
        token_classes.direction,
        token_classes.cache_action,
        case
            when costs.quantity_unit in ('tokens', 'token') then costs.quantity
            when costs.quantity_unit in ('1000_tokens', '1k_tokens')
                then {{ scale_quantity('costs.quantity', 1000) }}
            when costs.quantity_unit in ('1000000_tokens', '1m_tokens')
                then {{ scale_quantity('costs.quantity', 1000000) }}
        end as token_quantity
    from costs
    inner join slices
        on costs.delivery_id = slices.delivery_id and cast(costs.bucket_start as date) = slices.covered_date
    left join token_classes on costs.token_class = token_classes.token_class
),

-- The export has neither list nor contract prices: both costs are blank rather than a guess. It has no
-- prepayments either, so what is billed is what is used. The invoice is not named; the id is ours until
-- accounts payable lands it.
mapped as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, source_row, api_key_id, model_name,
        token_class, service_tier, token_quantity,
        'openai_costs' as source_name,
        {{ identity([
            'bucket_start', 'bucket_end', 'project_id', 'line_item', 'api_key_id', 'user_id', 'api_source',
            'quantity_unit', 'currency',
        ]) }} as charge_identity,
        {{ vendor_account('openai', 'delivery_scope') }} as billing_account_id,
        organization_name as billing_account_name,
        'Organization' as billing_account_type,
        project_id as sub_account_id,
        project_name as sub_account_name,
        case when project_id is not null then 'Project' end as sub_account_type,
        'provisional|OpenAI|' || billing_period as invoice_id,
        'OpenAI' as invoice_issuer_name,
        'OpenAI' as provider_name,
        'OpenAI' as publisher_name,
        'OpenAI' as service_provider_name,
        'OpenAI' as host_provider_name,
        'Usage' as charge_category,
        'Usage-Based' as charge_frequency,
        line_item as charge_description,
        'AI and Machine Learning' as service_category,
        'Generative AI' as service_subcategory,
        'OpenAI API' as service_name,
        coalesce(model_name || '/' || token_class, line_item) as sku_id,
        coalesce(model_name || '/' || token_class || '/' || service_tier, line_item) as sku_price_id,
        line_item as sku_meter,
        case when coalesce(model_name, token_class) is not null then {{ json_object_text([
            ('x_ModelId', 'model_name'), ('x_TokenDirection', 'direction'),
            ('x_TokenCacheAction', 'cache_action'), ('x_ServiceTier', 'service_tier'),
        ]) }} end as sku_price_details,
        'Standard' as pricing_category,
        case
            when token_quantity is not null then '1000000 Tokens'
            when quantity is not null then quantity_unit
        end as pricing_unit,
        case
            when token_quantity is not null then {{ scale_quantity('token_quantity', '0.000001') }}
            when quantity_unit is not null then quantity
        end as pricing_quantity,
        case
            when token_quantity is not null then 'Tokens'
            when quantity is not null then quantity_unit
        end as consumed_unit,
        case when quantity_unit is not null then coalesce(token_quantity, quantity) end as consumed_quantity,
        currency as billing_currency,
        currency as pricing_currency,
        user_id as principal_id,
        {{ day_start("date_trunc('month', bucket_start)") }} as billing_period_start,
        {{ next_month_start('cast(bucket_start as date)') }} as billing_period_end,
        bucket_start as charge_period_start,
        bucket_end as charge_period_end,
        amount as billed_cost,
        amount as effective_cost,
        amount as pricing_currency_effective_cost
    from in_slices
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'billing_account_name', 'billing_account_type',
        'sub_account_id', 'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name',
        'provider_name', 'publisher_name', 'service_provider_name', 'host_provider_name', 'charge_category',
        'charge_frequency', 'charge_description', 'service_category', 'service_subcategory', 'service_name',
        'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_category', 'pricing_unit',
        'pricing_quantity', 'pricing_currency', 'consumed_unit', 'consumed_quantity', 'billing_currency',
        'principal_id', 'api_key_id', 'model_name', 'token_class', 'token_quantity', 'service_tier',
        'billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end',
        'billed_cost', 'effective_cost', 'pricing_currency_effective_cost',
    ]) }}
from mapped
