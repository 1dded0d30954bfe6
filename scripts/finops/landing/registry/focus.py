"""FOCUS exports of any provider."""

from finops.landing.source_types import Source, Table, billed

SOURCES = (
    Source(
        "focus",
        (
            Table(
                "cost_and_usage",
                (
                    "BilledCost",
                    "BillingAccountId",
                    "BillingCurrency",
                    "BillingPeriodStart",
                    "ChargePeriodStart",
                    "ChargePeriodEnd",
                    "ChargeCategory",
                ),
                period="BillingPeriodStart",
                billed="BilledCost",
                currency="BillingCurrency",
                invoice_id="InvoiceId",
                keys=("BillingAccountId", "BilledCost", "ChargePeriodStart"),
                checked=("EffectiveCost", "ListCost", "ContractedCost", "BillingPeriodEnd"),
                held_again=("ChargePeriodStart", "SubAccountId", "ServiceName"),
                staging="stg_focus__cost_and_usage",
                sums=(billed("billed_cost"),),
            ),
        ),
        "whole_period",
        ("csv", "parquet"),
        account="BillingAccountId",
        providers=("ProviderName", "ServiceProviderName", "Provider"),
        dialects={
            "oci": ("oci_ReferenceNumber", "oci_CompartmentId", "oci_BackReferenceNumber"),
            "gcp": ("x_ExportTime", "x_Credits"),
            "azure": ("x_SkuMeterId", "x_BillingProfileId", "x_InvoiceSectionId", "x_ResourceGroupName"),
            "aws": ("x_Discounts", "x_Operation", "x_UsageType", "x_ServiceCode"),
        },
        append_dialects=("gcp", "oci"),
    ),
)
