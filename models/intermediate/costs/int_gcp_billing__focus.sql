-- One row per charge of a Cloud Billing export in a slice to build, in the FOCUS contract.
with measured as (
    select * from {{ ref('int_gcp_billing__measured') }}
),

-- The month of the invoice is the billing period; usage of its first and last day may lie on a neighbour's
-- invoice, because months end at midnight in the Pacific zone. The invoice is not named.
mapped as (
    select
        slice_id, slice_version, delivery_scope, delivery_id, source_file, source_row, billing_account_id,
        publisher_name, charge_category, charge_class, charge_description, service_category,
        service_subcategory, resource_name, pricing_unit, pricing_quantity, consumed_unit, consumed_quantity,
        model_name, token_quantity, billing_period_start, billed_cost,
        effective_cost, contracted_cost, list_cost, list_unit_price, contracted_unit_price,
        'gcp_billing' as source_name,
        md5({{ identity(gcp_charge_columns() + [
            'charge_part', 'credit_id', 'credit_type', 'credit_name',
        ]) }}) as charge_identity,
        'Billing account' as billing_account_type,
        project_id as sub_account_id,
        project_name as sub_account_name,
        case when project_id is not null then 'Project' end as sub_account_type,
        'provisional|' || billing_account_id || '|' || {{ period_of('billing_period_start') }} as invoice_id,
        'Google Cloud' as invoice_issuer_name,
        'Google Cloud' as provider_name,
        'Google Cloud' as service_provider_name,
        'Google Cloud' as host_provider_name,
        case
            when charge_category = 'Usage' then 'Usage-Based'
            when charge_category = 'Purchase' then 'Recurring'
            else 'One-Time'
        end as charge_frequency,
        case when is_consumed then token_class end as token_class,
        case when is_consumed then service_tier end as service_tier,
        service_description as service_name,
        coalesce(region_id, location_name) as region_id,
        coalesce(region_id, location_name) as region_name,
        zone_id as availability_zone,
        case
            when charge_category = 'Purchase' then coalesce(subscription_instance_id, resource_global_name)
            else resource_global_name
        end as resource_id,
        case when charge_category != 'Tax' then sku_id end as sku_id,
        case when is_priced then sku_price_id end as sku_price_id,
        case when is_priced and sku_price_id is not null then sku_price_details end as sku_price_details,
        case when is_priced then sku_description end as sku_meter,
        case
            when is_priced and sku_description like 'Spot Preemptible %' then 'Dynamic'
            when is_priced then 'Standard'
        end as pricing_category,
        case
            when {{ is_commitment_credit('credit_type') }}
                then coalesce(subscription_instance_id, credit_id, credit_name)
        end as commitment_discount_id,
        case when {{ is_commitment_credit('credit_type') }} then coalesce(credit_full_name, credit_name) end
            as commitment_discount_name,
        case
            when credit_type = 'COMMITTED_USAGE_DISCOUNT' then 'Usage'
            when credit_type = 'COMMITTED_USAGE_DISCOUNT_DOLLAR_BASE' then 'Spend'
        end as commitment_discount_category,
        case when {{ is_commitment_credit('credit_type') }} then 'Committed use discount' end
            as commitment_discount_type,
        currency as billing_currency,
        currency as pricing_currency,
        merged_tags as tags,
        {{ next_month_start('cast(billing_period_start as date)') }} as billing_period_end,
        usage_start_time as charge_period_start,
        usage_end_time as charge_period_end,
        effective_cost as pricing_currency_effective_cost
    from measured
)

select
    {{ focus_row([
        'slice_id', 'slice_version', 'source_name', 'delivery_scope', 'delivery_id', 'source_file',
        'source_row', 'charge_identity', 'billing_account_id', 'billing_account_type', 'sub_account_id',
        'sub_account_name', 'sub_account_type', 'invoice_id', 'invoice_issuer_name', 'provider_name',
        'publisher_name', 'service_provider_name', 'host_provider_name', 'charge_category', 'charge_class',
        'charge_frequency', 'charge_description', 'service_category', 'service_subcategory', 'service_name',
        'region_id', 'region_name', 'availability_zone', 'resource_id', 'resource_name', 'sku_id',
        'sku_price_id', 'sku_meter', 'sku_price_details', 'pricing_category', 'pricing_unit',
        'pricing_quantity', 'pricing_currency', 'consumed_unit', 'consumed_quantity',
        'commitment_discount_id', 'commitment_discount_name', 'commitment_discount_category',
        'commitment_discount_type', 'billing_currency', 'tags', 'model_name', 'token_class', 'token_quantity',
        'service_tier', 'billing_period_start', 'billing_period_end', 'charge_period_start',
        'charge_period_end', 'billed_cost', 'effective_cost', 'contracted_cost', 'list_cost',
        'list_unit_price', 'contracted_unit_price', 'pricing_currency_effective_cost',
    ]) }}
from mapped
