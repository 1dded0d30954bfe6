"""The columns of the providers' exports, in the providers' order, and the select list that fills them.

AWS: Data Exports, table COST_AND_USAGE_REPORT. Azure: FocusCost 1.2-preview, and the cost
details of an enterprise agreement. GCP: the FOCUS 1.2 columns and some of Google's own. OCI: the FOCUS report
in the names of FOCUS 1.0-preview.
"""

from collections.abc import Mapping, Sequence

TEXT = "VARCHAR"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split())


AWS_CUR = _names("""
    bill_bill_type bill_billing_entity bill_billing_period_end_date bill_billing_period_start_date
    bill_invoice_id bill_invoicing_entity bill_payer_account_id bill_payer_account_name cost_category
    discount discount_bundled_discount discount_total_discount identity_line_item_id
    identity_time_interval line_item_availability_zone line_item_blended_cost line_item_blended_rate
    line_item_currency_code line_item_legal_entity line_item_line_item_description
    line_item_line_item_type line_item_net_unblended_cost line_item_net_unblended_rate
    line_item_normalization_factor line_item_normalized_usage_amount line_item_operation
    line_item_product_code line_item_resource_id line_item_tax_type line_item_unblended_cost
    line_item_unblended_rate line_item_usage_account_id line_item_usage_account_name
    line_item_usage_amount line_item_usage_end_date line_item_usage_start_date line_item_usage_type
    pricing_currency pricing_lease_contract_length pricing_offering_class pricing_public_on_demand_cost
    pricing_public_on_demand_rate pricing_purchase_option pricing_rate_code pricing_rate_id pricing_term
    pricing_unit product product_comment product_fee_code product_fee_description product_from_location
    product_from_location_type product_from_region_code product_instance_family product_instance_type
    product_instancesku product_location product_location_type product_operation product_pricing_unit
    product_product_family product_region_code product_servicecode product_sku product_to_location
    product_to_location_type product_to_region_code product_usagetype
    reservation_amortized_upfront_cost_for_usage reservation_amortized_upfront_fee_for_billing_period
    reservation_availability_zone reservation_effective_cost reservation_end_time
    reservation_modification_status reservation_net_amortized_upfront_cost_for_usage
    reservation_net_amortized_upfront_fee_for_billing_period reservation_net_effective_cost
    reservation_net_recurring_fee_for_usage
    reservation_net_unused_amortized_upfront_fee_for_billing_period reservation_net_unused_recurring_fee
    reservation_net_upfront_value reservation_normalized_units_per_reservation
    reservation_number_of_reservations reservation_recurring_fee_for_usage reservation_reservation_a_r_n
    reservation_start_time reservation_subscription_id reservation_total_reserved_normalized_units
    reservation_total_reserved_units reservation_units_per_reservation
    reservation_unused_amortized_upfront_fee_for_billing_period
    reservation_unused_normalized_unit_quantity reservation_unused_quantity
    reservation_unused_recurring_fee reservation_upfront_value resource_tags
    savings_plan_amortized_upfront_commitment_for_billing_period savings_plan_end_time
    savings_plan_instance_type_family savings_plan_net_amortized_upfront_commitment_for_billing_period
    savings_plan_net_recurring_commitment_for_billing_period
    savings_plan_net_savings_plan_effective_cost savings_plan_offering_type savings_plan_payment_option
    savings_plan_purchase_term savings_plan_recurring_commitment_for_billing_period savings_plan_region
    savings_plan_savings_plan_a_r_n savings_plan_savings_plan_effective_cost
    savings_plan_savings_plan_rate savings_plan_start_time savings_plan_total_commitment_to_date
    savings_plan_used_commitment split_line_item_actual_usage split_line_item_net_split_cost
    split_line_item_net_unused_cost split_line_item_parent_resource_id
    split_line_item_public_on_demand_split_cost split_line_item_public_on_demand_unused_cost
    split_line_item_reserved_usage split_line_item_split_cost split_line_item_split_usage
    split_line_item_split_usage_ratio split_line_item_unused_cost tags line_item_iam_principal
""")
AZURE_FOCUS = _names("""
    BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd
    BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass
    ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory
    CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus
    CommitmentDiscountType CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost
    ContractedUnitPrice EffectiveCost InvoiceId InvoiceIssuerName ListCost ListUnitPrice PricingCategory
    PricingCurrency PricingQuantity PricingUnit ProviderName PublisherName RegionId RegionName
    ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId SkuMeter
    SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags x_AccountId x_AccountName
    x_AccountOwnerId x_AmortizationClass x_BilledCostInUsd x_BilledUnitPrice x_BillingAccountId
    x_BillingAccountName x_BillingExchangeRate x_BillingExchangeRateDate x_BillingProfileId
    x_BillingProfileName x_ContractedCostInUsd x_CostAllocationRuleName x_CostCenter x_CustomerId
    x_CustomerName x_EffectiveCostInUsd x_EffectiveUnitPrice x_InvoiceIssuerId x_InvoiceSectionId
    x_InvoiceSectionName x_ListCostInUsd x_PartnerCreditApplied x_PartnerCreditRate x_PricingBlockSize
    x_PricingSubcategory x_PricingUnitDescription x_PublisherCategory x_PublisherId x_ResellerId
    x_ResellerName x_ResourceGroupName x_ResourceType x_ServiceModel x_ServicePeriodEnd
    x_ServicePeriodStart x_SkuDescription x_SkuDetails x_SkuIsCreditEligible x_SkuMeterCategory
    x_SkuMeterId x_SkuMeterName x_SkuMeterSubcategory x_SkuOfferId x_SkuOrderId x_SkuOrderName
    x_SkuPartNumber x_SkuPlanName x_SkuRegion x_SkuServiceFamily x_SkuTerm x_SkuTier
""")
AZURE_COST_DETAILS = _names("""
    BillingAccountId BillingAccountName BillingPeriodStartDate BillingPeriodEndDate BillingProfileId
    BillingProfileName AccountOwnerId AccountName SubscriptionId SubscriptionName Date Product
    PartNumber MeterId ServiceFamily MeterCategory MeterSubCategory MeterRegion MeterName Quantity
    EffectivePrice Cost UnitPrice BillingCurrency ResourceLocation AvailabilityZone ConsumedService
    ResourceId ResourceName ServiceInfo1 ServiceInfo2 AdditionalInfo Tags InvoiceSectionId
    InvoiceSection CostCenter UnitOfMeasure ResourceGroup ReservationId ReservationName ProductOrderId
    ProductOrderName OfferId IsAzureCreditEligible Term PublisherName PlanName ChargeType Frequency
    PublisherType PayGPrice PricingModel CostAllocationRuleName benefitId benefitName
""")
GCP_FOCUS = _names("""
    AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency
    BillingPeriodEnd BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory
    ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart
    CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountQuantity
    CommitmentDiscountStatus CommitmentDiscountType CommitmentDiscountUnit ConsumedQuantity ConsumedUnit
    ContractedCost ContractedUnitPrice EffectiveCost InvoiceId InvoiceIssuerName ListCost ListUnitPrice
    PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost
    PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName RegionId
    RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId
    SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags x_CostType
    x_CurrencyConversionRate x_ExportTime x_Location x_ServiceId
""")
OCI_FOCUS = _names("""
    AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd
    BillingPeriodStart ChargeCategory ChargeDescription ChargeFrequency ChargePeriodEnd
    ChargePeriodStart ChargeSubcategory CommitmentDiscountCategory CommitmentDiscountId
    CommitmentDiscountName CommitmentDiscountType EffectiveCost InvoiceIssuer ListCost ListUnitPrice
    PricingCategory PricingQuantity PricingUnit Provider Publisher Region ResourceId ResourceName
    ResourceType ServiceCategory ServiceName SkuId SkuPriceId SubAccountId SubAccountName Tags
    UsageQuantity UsageUnit oci_ReferenceNumber oci_CompartmentId oci_CompartmentName oci_OverageFlag
    oci_UnitPriceOverage oci_BilledQuantityOverage oci_CostOverage oci_AttributedUsage
    oci_AttributedCost oci_BackReferenceNumber
""")


def select_list(
    columns: Sequence[str], filled: Mapping[str, str], blank: Mapping[str, str] | None = None
) -> str:
    """Return the select list of `columns`: that of `filled`, else NULL, of type text or as in `blank`.

    Raises KeyError for an expression of a column that the export does not have.
    """
    unknown = sorted(set(filled) - set(columns))
    if unknown:
        raise KeyError(f"No such columns: {', '.join(unknown)}")
    types = blank or {}
    expressions = {name: filled.get(name) or f"NULL::{types.get(name, TEXT)}" for name in columns}
    return ", ".join(f'{expression} AS "{name}"' for name, expression in expressions.items())
