-- One row per charge of an Azure actual or amortized cost export in a slice to build, in the FOCUS contract.
with described as (
    select * from {{ ref('int_azure_cost__described') }}
),

token_classes as (
    select * from {{ ref('token_classes') }}
),

charges as (
    select
        described.*,
        token_classes.direction,
        token_classes.cache_action
    from described
    left join token_classes on described.token_class = token_classes.token_class
),

mapped as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, source_row,
        charge_category, charge_class, charge_frequency, charge_description, service_category,
        service_subcategory, service_name, region_id, region_name, availability_zone, resource_name,
        resource_type, pricing_category, pricing_unit, consumed_unit, commitment_discount_id,
        commitment_discount_name, commitment_discount_category, commitment_discount_type,
        commitment_discount_status, commitment_discount_quantity, commitment_discount_unit,
        billing_currency, model_name, token_class, service_tier, billing_period_start, billed_cost,
        effective_cost, contracted_cost, list_cost, list_unit_price, contracted_unit_price,
        pricing_currency_effective_cost, pricing_quantity, consumed_quantity,
        'azure_cost' as source_name,
        'Microsoft' as invoice_issuer_name,
        'Microsoft' as provider_name,
        'Microsoft' as host_provider_name,
        charged_resource_id as resource_id,
        currency_of_price as pricing_currency,
        account_path as billing_account_id,
        md5({{ identity([
            'account_path', 'invoice_section_id', 'cost_center', 'subscription_id', 'resource_id',
            'resource_group', 'resource_location', 'availability_zone', 'sku', 'meter_id', 'meter_name',
            'part_number', 'offer_id', 'plan_name', 'term', 'product_order_id', 'consumed_service',
            'unit_of_measure', 'charge_kind', 'pricing_model', 'frequency', 'publisher_name',
            'reservation_id', 'benefit_id', 'charge_date', 'billing_currency', 'additional_info',
            'service_info_1', 'service_info_2', 'tags',
        ]) }}) as charge_identity,
        coalesce(billing_profile_name, billing_account_name) as billing_account_name,
        case when account_path like '%/billingProfiles/%' then 'Billing Profile' else 'Billing Account' end
            as billing_account_type,
        '/subscriptions/' || subscription_id as sub_account_id,
        subscription_name as sub_account_name,
        case when subscription_id is not null then 'Subscription' end as sub_account_type,
        coalesce(invoice_id, 'provisional|' || account_path || '|' || {{ period_of('billing_period_start') }})
            as invoice_id,
        case when is_marketplace then publisher_name else 'Microsoft' end as publisher_name,
        case when is_marketplace then coalesce(publisher_name, 'Microsoft') else 'Microsoft' end
            as service_provider_name,
        case when has_sku then sku end as sku_id,
        case
            when has_sku then concat_ws('/', sku, part_number, coalesce(pricing_model, 'ondemand'), term)
        end as sku_price_id,
        case when has_sku then meter_name end as sku_meter,
        case
            when has_sku and meter_words is not null
                then {{ json_object_text([
                    ('x_ModelId', 'model_name'), ('x_TokenDirection', 'direction'),
                    ('x_TokenCacheAction', 'cache_action'), ('x_ServiceTier', 'service_tier'),
                    ('x_DeploymentScope', 'deployment_scope'),
                ]) }}
        end as sku_price_details,
        {{ merged_tags([('tags', []), ('azure_tags', [])]) }} as tags,
        {{ next_month_start('cast(billing_period_start as date)') }} as billing_period_end,
        {{ day_start('charge_date') }} as charge_period_start,
        {{ next_day_start('charge_date') }} as charge_period_end,
        case when is_priced then list_price end as pricing_currency_list_unit_price,
        case when is_priced then agreed_price end as pricing_currency_contracted_unit_price,
        case when meter_words is not null then consumed_quantity end as token_quantity
    from charges
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'delivery_scope', 'delivery_id', 'source_file', 'source_row',
        'charge_category', 'charge_class', 'charge_frequency', 'charge_description',
        'service_category', 'service_subcategory', 'service_name', 'region_id', 'region_name',
        'availability_zone', 'resource_name', 'resource_type', 'pricing_category', 'pricing_unit',
        'consumed_unit', 'commitment_discount_id', 'commitment_discount_name',
        'commitment_discount_category', 'commitment_discount_type', 'commitment_discount_status',
        'commitment_discount_quantity', 'commitment_discount_unit', 'billing_currency', 'model_name',
        'token_class', 'service_tier', 'billing_period_start', 'billed_cost', 'effective_cost',
        'contracted_cost', 'list_cost', 'list_unit_price', 'contracted_unit_price',
        'pricing_currency_effective_cost', 'pricing_quantity', 'consumed_quantity', 'source_name',
        'charge_identity', 'billing_account_id', 'billing_account_name', 'billing_account_type',
        'sub_account_id', 'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name',
        'provider_name', 'publisher_name', 'service_provider_name', 'host_provider_name',
        'resource_id', 'sku_id', 'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_currency',
        'tags', 'billing_period_end', 'charge_period_start', 'charge_period_end',
        'pricing_currency_list_unit_price', 'pricing_currency_contracted_unit_price',
        'token_quantity',
    ]) }}
from mapped
