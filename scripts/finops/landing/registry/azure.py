"""What Microsoft Azure exports."""

import re

from finops.landing.azure_datasets import ACTUAL, AMORTIZED, prepare
from finops.landing.contracts import contract
from finops.landing.source_types import Source, Table, billed

# Enterprise agreements of two ages, customer agreements and pay-as-you-go.
SPELLINGS = {
    "Date": ("UsageDateTime", "UsageDate"),
    "CostInBillingCurrency": ("Cost", "PreTaxCost"),
    "BillingCurrency": ("BillingCurrencyCode", "Currency"),
    "SubscriptionId": ("SubscriptionGuid",),
    "ResourceId": ("InstanceId", "InstanceName"),
    "ResourceGroup": ("ResourceGroupName",),
    "Quantity": ("UsageQuantity",),
    "EffectivePrice": ("ResourceRate",),
    "Product": ("ProductName",),
    "InvoiceSectionName": ("InvoiceSection",),
}
BY_SPELLING = {column.name.lower(): column.name for column in contract("azure_cost", "charges")} | {
    spelling.lower(): column for column, spellings in SPELLINGS.items() for spelling in spellings
}
# `Abonnement-GUID (SubscriptionGuid)`: a translated title with the column's own name behind it.
TRANSLATED = re.compile(r"^.+ \((\w+)\)$")


def cost_details_name(title: str) -> str:
    """Return the contract's name of a column: `costInBillingCurrency` and `PreTaxCost` are one."""
    plain = TRANSLATED.sub(r"\1", title)
    return BY_SPELLING.get(plain.lower(), plain)


SOURCES = (
    Source(
        "azure_cost",
        (
            Table(
                "charges",
                (
                    "Date",
                    "MeterCategory",
                    "MeterName",
                    "UnitOfMeasure",
                    "ConsumedService",
                    "CostInBillingCurrency",
                    "BillingCurrency",
                ),
                period="BillingPeriodStartDate",
                billed="CostInBillingCurrency",
                currency="BillingCurrency",
                invoice_id="InvoiceId",
                keys=("BillingAccountId", "Date", "BillingPeriodStartDate"),
                checked=("Quantity",),
                held_again=("Date", "SubscriptionId", "MeterCategory"),
                staging="stg_azure__charges",
                sums=(billed("cost"),),
            ),
        ),
        "whole_period",
        ("csv", "parquet"),
        account="BillingAccountId",
        account_parts=("BillingProfileId",),
        datasets=(ACTUAL, AMORTIZED),
        prepare=prepare,
        spelling=cost_details_name,
    ),
)
