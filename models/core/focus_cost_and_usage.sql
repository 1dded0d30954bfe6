-- One row per charge, in the 57 columns of FOCUS 1.2 and our own x_ columns.
{{ config(materialized='view') }}

with costs as (
    select * from {{ ref('fct_costs') }}
    where cost_origin = 'provider_bill'
),

-- FOCUS allows no NULL in the four costs: a measure that the source lacks takes the value that FOCUS says
-- for it, and x_FilledMeasures names it. core.fct_costs keeps the NULL.
focus as (
    select
        availability_zone as "AvailabilityZone",
        billed_cost as "BilledCost",
        billing_account_id as "BillingAccountId",
        billing_account_name as "BillingAccountName",
        billing_account_type as "BillingAccountType",
        billing_currency as "BillingCurrency",
        billing_period_end as "BillingPeriodEnd",
        billing_period_start as "BillingPeriodStart",
        capacity_reservation_id as "CapacityReservationId",
        capacity_reservation_status as "CapacityReservationStatus",
        charge_category as "ChargeCategory",
        charge_class as "ChargeClass",
        charge_description as "ChargeDescription",
        charge_frequency as "ChargeFrequency",
        charge_period_end as "ChargePeriodEnd",
        charge_period_start as "ChargePeriodStart",
        commitment_discount_category as "CommitmentDiscountCategory",
        commitment_discount_id as "CommitmentDiscountId",
        commitment_discount_name as "CommitmentDiscountName",
        commitment_discount_quantity as "CommitmentDiscountQuantity",
        commitment_discount_status as "CommitmentDiscountStatus",
        commitment_discount_type as "CommitmentDiscountType",
        commitment_discount_unit as "CommitmentDiscountUnit",
        consumed_quantity as "ConsumedQuantity",
        consumed_unit as "ConsumedUnit",
        coalesce(contracted_cost, list_cost, billed_cost) as "ContractedCost",
        contracted_unit_price as "ContractedUnitPrice",
        coalesce(effective_cost, billed_cost) as "EffectiveCost",
        invoice_id as "InvoiceId",
        invoice_issuer_name as "InvoiceIssuerName",
        coalesce(list_cost, contracted_cost, billed_cost) as "ListCost",
        list_unit_price as "ListUnitPrice",
        pricing_category as "PricingCategory",
        pricing_currency as "PricingCurrency",
        pricing_currency_contracted_unit_price as "PricingCurrencyContractedUnitPrice",
        coalesce(
            pricing_currency_effective_cost,
            case when pricing_currency = billing_currency then coalesce(effective_cost, billed_cost) end
        ) as "PricingCurrencyEffectiveCost",
        pricing_currency_list_unit_price as "PricingCurrencyListUnitPrice",
        pricing_quantity as "PricingQuantity",
        pricing_unit as "PricingUnit",
        provider_name as "ProviderName",
        publisher_name as "PublisherName",
        region_id as "RegionId",
        region_name as "RegionName",
        resource_id as "ResourceId",
        resource_name as "ResourceName",
        resource_type as "ResourceType",
        service_category as "ServiceCategory",
        service_name as "ServiceName",
        service_subcategory as "ServiceSubcategory",
        sku_id as "SkuId",
        sku_meter as "SkuMeter",
        sku_price_details as "SkuPriceDetails",
        sku_price_id as "SkuPriceId",
        sub_account_id as "SubAccountId",
        sub_account_name as "SubAccountName",
        sub_account_type as "SubAccountType",
        tags as "Tags",
        charge_id as "x_ChargeId",
        source_name as "x_SourceName",
        delivery_scope as "x_DeliveryScope",
        billing_period as "x_BillingPeriod",
        missing_measures as "x_FilledMeasures",
        service_provider_name as "x_ServiceProviderName",
        host_provider_name as "x_HostProviderName",
        model_name as "x_ModelId",
        token_class as "x_TokenClass",
        api_key_id as "x_ApiKeyId",
        cost_origin as "x_CostOrigin"
    from costs
)

select * from focus
