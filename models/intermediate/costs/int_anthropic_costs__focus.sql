-- One row per result of an Anthropic cost report bucket in a slice to build, in the FOCUS contract.
with cost_report as (
    select * from {{ ref('stg_anthropic__cost_report') }}
),

slices as (
    select * from {{ ref('int_cost_slices__to_build') }}
    where source_name = 'anthropic_costs'
),

deliveries as (
    select * from {{ ref('stg_finops__deliveries') }}
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

-- A workspace is absent on the default workspace, and on every row of an export that is not split by
-- workspace.
in_slices as (
    select
        cost_report.*,
        slices.slice_id,
        slices.slice_version,
        slices.delivery_scope,
        slices.billing_period,
        token_classes.direction,
        token_classes.cache_action,
        coalesce(
            cost_report.workspace_id,
            case when deliveries.export_grouping like '%workspace_id%' then 'default' end
        ) as sub_account_id,
        coalesce(cost_report.token_type, cost_report.cost_type) as sku_meter,
        nullif(
            concat_ws('/', cost_report.service_tier, cost_report.context_window, cost_report.region_id), ''
        ) as price_variant
    from cost_report
    inner join slices
        on
            cost_report.delivery_id = slices.delivery_id
            and cast(cost_report.bucket_start as date) = slices.covered_date
    left join deliveries on cost_report.delivery_id = deliveries.delivery_id
    left join token_classes on cost_report.token_class = token_classes.token_class
),

-- The report has no quantities and no prices: list cost (which only the console's download states) and
-- contracted cost are blank rather than a guess, tokens come from the usage report where a price per token is
-- wanted. Billed is what is used. The invoice is not named; the id is ours until accounts payable lands it.
mapped as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, source_row, model_name,
        token_class, service_tier, region_id, sub_account_id, sku_meter, api_key_id,
        'anthropic_costs' as source_name,
        {{ identity([
            'bucket_start', 'bucket_end', 'workspace_id', 'description', 'cost_type', 'model_name',
            'service_tier', 'token_type', 'context_window', 'region_id', 'currency', 'api_key_id',
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
        description as charge_description,
        'AI and Machine Learning' as service_category,
        'Generative AI' as service_subcategory,
        'Anthropic API' as service_name,
        coalesce(model_name || '/' || token_class, sku_meter, description) as sku_id,
        coalesce(
            model_name || '/' || token_class || '/' || price_variant, model_name || '/' || token_class,
            sku_meter, description
        ) as sku_price_id,
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
        'region_id', 'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_category',
        'pricing_currency', 'billing_currency', 'api_key_id', 'model_name', 'token_class', 'service_tier',
        'billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end',
        'billed_cost', 'effective_cost', 'list_cost', 'pricing_currency_effective_cost',
    ]) }}
from mapped
