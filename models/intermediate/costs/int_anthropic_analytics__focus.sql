-- One row per group of an Anthropic analytics cost report in a slice to build, in the FOCUS contract.
with report as (
    select * from {{ ref('stg_anthropic__analytics_cost') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'anthropic_analytics'
),

deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

in_slices as (
    select
        report.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.billing_period,
        token_classes.direction,
        token_classes.cache_action,
        coalesce(
            report.workspace_id,
            case when deliveries.export_grouping like '%group_workspace_id%' then 'default' end
        ) as sub_account_id,
        coalesce(report.token_type, report.cost_type) as sku_meter
    from report
    inner join slices
        on report.delivery_id = slices.delivery_id and cast(report.bucket_start as date) = slices.covered_date
    left join deliveries on report.delivery_id = deliveries.delivery_id
    left join token_classes on report.token_class = token_classes.token_class
),

-- The amount is after discounts and before credits, the list amount before discounts. No contract price is
-- stated, and no quantity.
mapped as (
    select
        *,
        'anthropic_analytics' as source_name,
        {{ identity([
            'bucket_start', 'bucket_end', 'workspace_id', 'api_key_id', 'actor', 'product', 'model_name',
            'service_tier', 'context_window', 'region_id', 'token_type', 'cost_type', 'agent_id',
            'session_id', 'currency',
        ]) }} as charge_identity,
        {{ vendor_account('anthropic', 'delivery_scope') }} as billing_account_id,
        'Organization' as billing_account_type,
        case when sub_account_id = 'default' then 'Default workspace' end as sub_account_name,
        case when sub_account_id is not null then 'Workspace' end as sub_account_type,
        'provisional|Anthropic|' || billing_period as invoice_id,
        'Anthropic' as invoice_issuer_name,
        'Anthropic' as provider_name,
        'Anthropic' as publisher_name,
        'Anthropic' as service_provider_name,
        'Anthropic' as host_provider_name,
        'Usage' as charge_category,
        'Usage-Based' as charge_frequency,
        concat_ws(', ', coalesce(product, 'Claude'), model_name, sku_meter) as charge_description,
        'AI and Machine Learning' as service_category,
        'Generative AI' as service_subcategory,
        case when product is null then 'Anthropic API' else 'Anthropic ' || product end as service_name,
        coalesce(model_name || '/' || token_class, sku_meter, product) as sku_id,
        case when coalesce(model_name, token_class) is not null then {{ json_object_text([
            ('x_ModelId', 'model_name'), ('x_TokenDirection', 'direction'),
            ('x_TokenCacheAction', 'cache_action'), ('x_ServiceTier', 'service_tier'),
            ('x_ContextWindow', 'context_window'),
        ]) }} end as sku_price_details,
        'Standard' as pricing_category,
        currency as billing_currency,
        currency as pricing_currency,
        {{ day_start("date_trunc('month', bucket_start)") }} as billing_period_start,
        {{ next_month_start('cast(bucket_start as date)') }} as billing_period_end,
        bucket_start as charge_period_start,
        bucket_end as charge_period_end,
        amount as billed_cost,
        amount as effective_cost,
        list_amount as list_cost,
        amount as pricing_currency_effective_cost
    from in_slices
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'billing_account_type', 'sub_account_id',
        'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name', 'provider_name',
        'publisher_name', 'service_provider_name', 'host_provider_name', 'charge_category',
        'charge_frequency', 'charge_description', 'service_category', 'service_subcategory', 'service_name',
        'region_id', 'sku_id', 'sku_meter', 'sku_price_details', 'pricing_category', 'pricing_currency',
        'billing_currency', 'api_key_id', 'principal_id', 'model_name', 'token_class', 'service_tier',
        'billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end',
        'billed_cost', 'effective_cost', 'list_cost', 'pricing_currency_effective_cost',
    ]) }}
from mapped
