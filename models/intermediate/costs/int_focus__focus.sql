-- One row per charge of a FOCUS export in a slice to build, in the FOCUS contract.
with charges as (
    select * from {{ ref('int_focus__azure_metered') }}
),

identified as (
    select
        *,
        'focus' as source_name,
        {{ json_or_null('sku_price_details') }} as readable_price_details,
        md5({{ identity([
            'billing_account_id', 'sub_account_id', 'resource_id', 'sku_id', 'sku_price_id', 'sku_meter',
            'region_id', 'availability_zone', 'service_name', 'charge_category', 'charge_class',
            'charge_description', 'charge_period_start', 'charge_period_end', 'pricing_category',
            'pricing_unit', 'commitment_discount_id', 'commitment_discount_status', 'usage_type',
            'operation', 'export_reference', 'exported_at', 'tags',
        ]) }}) as charge_identity
    from charges
),

-- FOCUS 1.0-preview, which OCI writes, says in a subcategory what later versions say in columns of their own.
worded as (
    select
        *,
        lower({{ json_text('readable_price_details', 'x_TokenDirection') }}) as token_direction,
        lower({{ json_text('readable_price_details', 'x_TokenCacheAction') }}) as token_cache_action,
        {{ json_text('readable_price_details', 'x_ModelId') }} as priced_model_name,
        {{ json_text('readable_price_details', 'x_ServiceTier') }} as priced_service_tier,
        case
            when delivery_scope like 'gcp/%' and charge_category = 'Usage'
                then {{ google_words('coalesce(sku_meter, charge_description)') }}
        end as google_sku,
        case
            when lower(consumed_unit) in ('token', 'tokens') then 1
            when lower(consumed_unit) like '% tokens'
                then try_cast(split_part(consumed_unit, ' ', 1) as decimal(10, 0))
        end as tokens_per_unit,
        case
            when charge_category = 'Adjustment' and charge_subcategory = 'Credit' then 'Credit'
            else charge_category
        end as category,
        case pricing_category
            when 'On-Demand' then 'Standard'
            when 'Commitment-Based' then 'Committed'
            else pricing_category
        end as category_of_pricing,
        coalesce(commitment_discount_status, case charge_subcategory
            when 'Used Commitment' then 'Used'
            when 'Unused Commitment' then 'Unused'
        end) as commitment_status
    from identified
),

-- Google's export has no columns for models: the SKU says which one it is, and what it counts.
named as (
    select
        *,
        {{ google_model('google_sku') }} as google_model_name
    from worded
),

mapped as (
    select
        slice_id, slice_version, source_name, delivery_scope, delivery_id, source_file, source_row,
        charge_identity, billing_account_id, billing_account_name, billing_account_type, sub_account_id,
        sub_account_name, sub_account_type, charge_class, charge_frequency, charge_description,
        service_category, service_subcategory, service_name, region_id, region_name, availability_zone,
        resource_id, resource_name, resource_type, sku_id, sku_price_id, sku_meter, pricing_unit,
        commitment_discount_id, commitment_discount_name, commitment_discount_category,
        commitment_discount_type, commitment_discount_unit, capacity_reservation_id,
        capacity_reservation_status, billing_currency, tags, allocated_tags as split_tags, api_key_id,
        principal_id, billing_period_start, charge_period_start, charge_period_end, billed_cost,
        effective_cost, contracted_cost, list_cost, list_unit_price, contracted_unit_price,
        pricing_currency_list_unit_price, pricing_currency_contracted_unit_price,
        pricing_currency_effective_cost, pricing_quantity, consumed_quantity, commitment_discount_quantity,
        category as charge_category, category_of_pricing as pricing_category,
        commitment_status as commitment_discount_status,
        coalesce(
            invoice_id,
            'provisional|' || coalesce(billing_account_id, '') || '|'
            || {{ period_of('billing_period_start') }}
        ) as invoice_id,
        coalesce(billing_period_end, {{ next_month_start('cast(billing_period_start as date)') }})
            as billing_period_end,
        {{ legal_entity('invoice_issuer_name') }} as invoice_issuer_name,
        {{ legal_entity('coalesce(provider_name, service_provider_name)') }} as provider_name,
        {{ legal_entity('publisher_name') }} as publisher_name,
        {{ legal_entity('service_provider_name') }} as service_provider_name,
        {{ legal_entity('host_provider_name') }} as host_provider_name,
        coalesce(pricing_currency, billing_currency) as pricing_currency,
        {{ focus_model_name() }} as model_name,
        coalesce(sku_price_details, metered_price_details) as sku_price_details,
        {{ focus_consumed_unit() }} as consumed_unit,
        {{ focus_token_class() }} as token_class,
        {{ focus_service_tier() }} as service_tier,
        {{ focus_token_quantity() }} as token_quantity
    from named
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'billing_account_name', 'billing_account_type',
        'sub_account_id', 'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name',
        'provider_name', 'publisher_name', 'service_provider_name', 'host_provider_name', 'charge_category',
        'charge_class', 'charge_frequency', 'charge_description', 'service_category', 'service_subcategory',
        'service_name', 'region_id', 'region_name', 'availability_zone', 'resource_id', 'resource_name',
        'resource_type', 'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_category',
        'pricing_unit', 'pricing_currency', 'consumed_unit', 'commitment_discount_id',
        'commitment_discount_name', 'commitment_discount_category', 'commitment_discount_type',
        'commitment_discount_status', 'commitment_discount_unit', 'capacity_reservation_id',
        'capacity_reservation_status', 'billing_currency', 'tags', 'split_tags', 'api_key_id', 'principal_id',
        'model_name', 'token_class', 'service_tier',
        'billing_period_start', 'billing_period_end', 'charge_period_start', 'charge_period_end',
        'billed_cost', 'effective_cost', 'contracted_cost', 'list_cost', 'list_unit_price',
        'contracted_unit_price', 'pricing_currency_list_unit_price', 'pricing_currency_contracted_unit_price',
        'pricing_currency_effective_cost', 'pricing_quantity', 'consumed_quantity',
        'commitment_discount_quantity', 'token_quantity',
    ]) }}
from mapped
