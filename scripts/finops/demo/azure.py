"""Azure: FocusCost 1.2-preview, one CSV part per month, billed in euro; a reservation bought monthly."""

from datetime import date, datetime, timedelta

from finops.demo import focus_catalog
from finops.demo.columns import AZURE_FOCUS, select_list
from finops.demo.engine import Demo, literal
from finops.demo.story import (
    AZURE_BILLING_ACCOUNT,
    AZURE_BILLING_PROFILE,
    COMPANY,
    EXCHANGE_RATE,
    ISSUERS,
    PRODUCTS,
    next_month,
    vendor_invoice_id,
)

# Prices of the agreement: 5 % below list. A reservation costs 60 % of list.
AGREED = "0.95::DECIMAL(3, 2)"
RESERVED = "0.6::DECIMAL(2, 1)"
RESERVATION = "/providers/Microsoft.Capacity/reservationOrders/5b1f6e20-77aa-4c0e-9a41-0a8c2d9f1e33"


def make(demo: Demo) -> None:
    """Create the resources."""
    focus_catalog.make(demo, "azure")


def write_month(demo: Demo, month: date) -> None:
    """Write the export of a month and add up its invoice."""
    focus_catalog.make_lines(demo, "azure", month)
    _charges(demo, month)
    is_closed = month in demo.story.closed
    invoice = literal(vendor_invoice_id("azure", month)) if is_closed else "NULL::VARCHAR"
    end = next_month(month) - timedelta(days=1)
    run = f"azure/focuscost/{month:%Y%m%d}-{end:%Y%m%d}"
    demo.copy(
        "focus",
        f"{run}/part_0_0001.csv.gz",
        _select(demo, month, invoice),
        "FORMAT csv, HEADER",
        billed="SELECT sum(billed) FROM azure_charges",
    )
    last = end if is_closed else demo.story.last_day
    delivered_at = datetime.combine(last, datetime.min.time()) + timedelta(
        days=5 if is_closed else 1, hours=7
    )
    demo.step(f"Azure {month:%Y-%m}", [run], "focus", delivered_at)
    demo.note_invoice(
        "azure",
        ISSUERS["azure"],
        f"""
        SELECT {invoice}, {literal(AZURE_BILLING_ACCOUNT)}, {literal(month)}, 'EUR', sum(billed), 0
        FROM azure_charges
        """,
    )


def _charges(demo: Demo, month: date) -> None:
    """Lines as charges: usage, what a reservation covers and leaves unused each day, and its purchase."""
    days = (next_month(month) - month).days
    start, end = f"{literal(month)}::TIMESTAMP", f"{literal(next_month(month))}::TIMESTAMP"
    demo.run(f"""
        CREATE OR REPLACE TABLE azure_charges AS
        WITH priced AS (
            SELECT *, price * {AGREED} AS agreed, price * {RESERVED} AS reserved FROM focus_lines
        ),
        covered AS (SELECT * FROM priced WHERE kind = 'reserved')
        SELECT
            *, CASE kind WHEN 'reserved' THEN 'used' ELSE 'usage' END AS part, price AS list_price,
            quantity * price AS listed, quantity * agreed AS contracted,
            CASE kind WHEN 'reserved' THEN 0 ELSE quantity * agreed END AS billed,
            quantity * CASE kind WHEN 'reserved' THEN reserved ELSE agreed END AS effective
        FROM priced
        UNION ALL
        SELECT
            * REPLACE (24 - quantity AS quantity, NULL AS tags_team), 'unused', price,
            (24 - quantity) * price, (24 - quantity) * agreed, 0, (24 - quantity) * reserved
        FROM covered WHERE quantity < 24
        UNION ALL
        SELECT
            * REPLACE (
                {24 * days} AS quantity, {start} AS starts, {end} AS ends, NULL AS tags_team,
                reserved AS agreed
            ),
            'purchase', reserved, {24 * days} * reserved, {24 * days} * reserved, {24 * days} * reserved, 0
        FROM covered QUALIFY row_number() OVER (PARTITION BY resource ORDER BY day) = 1
    """)


def _select(demo: Demo, month: date, invoice: str) -> str:
    products = " ".join(f"WHEN {literal(team)} THEN {literal(product)}" for team, product in PRODUCTS.items())
    is_committed = "part IN ('used', 'unused', 'purchase')"
    is_resource = "part IN ('usage', 'used')"
    is_ai = "category = 'AI and Machine Learning'"
    resource_id = f"""CASE WHEN part IN ('unused', 'purchase') THEN {literal(RESERVATION)} ELSE
        '/subscriptions/' || account_id || '/resourceGroups/rg-' || coalesce(team, 'shared') || '/providers/'
        || CASE category WHEN 'Compute' THEN 'Microsoft.Compute/virtualMachines/vm-'
            WHEN 'AI and Machine Learning' THEN 'Microsoft.CognitiveServices/accounts/aoai-'
            ELSE 'Microsoft.Storage/storageAccounts/st' END || substr(hexed(resource, 'azure'), 1, 10) END"""

    def money(amount: str) -> str:
        return f"printed({amount})"

    filled = {
        "BilledCost": money("billed"),
        "BillingAccountId": literal(AZURE_BILLING_PROFILE),
        "BillingAccountName": literal(f"{COMPANY} EU"),
        "BillingAccountType": "'Billing Profile'",
        "BillingCurrency": "'EUR'",
        "BillingPeriodStart": f"iso({literal(month)}::TIMESTAMP)",
        "BillingPeriodEnd": f"iso({literal(next_month(month))}::TIMESTAMP)",
        "ChargeCategory": "CASE part WHEN 'purchase' THEN 'Purchase' ELSE 'Usage' END",
        "ChargeDescription": "service || ' - ' || meter",
        "ChargeFrequency": "CASE part WHEN 'purchase' THEN 'Recurring' ELSE 'Usage-Based' END",
        "ChargePeriodStart": "iso(starts)",
        "ChargePeriodEnd": "iso(ends)",
        "CommitmentDiscountCategory": f"CASE WHEN {is_committed} THEN 'Usage' END",
        "CommitmentDiscountId": f"CASE WHEN {is_committed} THEN {literal(RESERVATION)} END",
        "CommitmentDiscountName": f"CASE WHEN {is_committed} THEN 'a100-fleet' END",
        "CommitmentDiscountQuantity": f"CASE WHEN {is_committed} THEN printed(quantity) END",
        "CommitmentDiscountStatus": "CASE part WHEN 'used' THEN 'Used' WHEN 'unused' THEN 'Unused' END",
        "CommitmentDiscountType": f"CASE WHEN {is_committed} THEN 'Reservation' END",
        "CommitmentDiscountUnit": f"CASE WHEN {is_committed} THEN unit END",
        "ConsumedQuantity": "CASE WHEN part IN ('usage', 'used') THEN printed(quantity * per) END",
        "ConsumedUnit": "CASE WHEN part IN ('usage', 'used') THEN consumed_unit END",
        "ContractedCost": money("contracted"),
        "ContractedUnitPrice": "printed(agreed)",
        "EffectiveCost": money("effective"),
        "InvoiceId": invoice,
        "InvoiceIssuerName": literal(ISSUERS["azure"]),
        "ListCost": money("listed"),
        "ListUnitPrice": "printed(list_price)",
        "PricingCategory": "CASE WHEN part IN ('used', 'unused') THEN 'Committed' ELSE 'Standard' END",
        "PricingCurrency": "'EUR'",
        "PricingQuantity": "printed(quantity)",
        "PricingUnit": "unit",
        "ProviderName": "'Microsoft'",
        "PublisherName": "'Microsoft'",
        "RegionId": "'westeurope'",
        "RegionName": "'West Europe'",
        "ResourceId": resource_id,
        "ResourceName": f"CASE WHEN {is_resource} THEN substr(hexed(resource, 'azure'), 1, 10) END",
        "ResourceType": "CASE WHEN part IN ('usage', 'used') THEN resource_type ELSE 'Reservation' END",
        "ServiceCategory": "category",
        "ServiceName": "service",
        "ServiceSubcategory": "subcategory",
        "SkuId": "'DZH318Z0' || substr(sku, 1, 4)",
        "SkuMeter": "meter",
        "SkuPriceId": "'DZH318Z0' || substr(sku, 1, 4) || '_' || substr(sku, 5) || '_' || upper(part)",
        "SubAccountId": "'/subscriptions/' || account_id",
        "SubAccountName": "account_name",
        "SubAccountType": "'Subscription'",
        "Tags": f"""CASE WHEN tags_team IS NULL THEN NULL WHEN tags_team = 'platform'
            THEN to_json({{'Team': tags_team, 'Environment': environment}})::VARCHAR
            ELSE to_json({{
                'Team': tags_team, 'Product': CASE tags_team {products} END, 'Environment': environment
            }})::VARCHAR END""",
        "x_AccountId": "account_id",
        "x_AccountName": "account_name",
        "x_AmortizationClass": "CASE WHEN part = 'purchase' THEN 'Principal'"
        " WHEN part IN ('used', 'unused') THEN 'Amortized Charge' END",
        "x_BilledCostInUsd": money(f"round(billed * {EXCHANGE_RATE}::DECIMAL(6, 4), 10)"),
        "x_BilledUnitPrice": "CASE WHEN part IN ('usage', 'purchase') THEN printed(agreed) ELSE '0' END",
        "x_BillingAccountId": literal(AZURE_BILLING_ACCOUNT),
        "x_BillingAccountName": literal(COMPANY),
        "x_BillingExchangeRate": "'1'",
        "x_BillingProfileId": literal(AZURE_BILLING_PROFILE.rsplit("/", 1)[1]),
        "x_BillingProfileName": literal(f"{COMPANY} EU"),
        "x_ContractedCostInUsd": money(f"round(contracted * {EXCHANGE_RATE}::DECIMAL(6, 4), 10)"),
        "x_EffectiveCostInUsd": money(f"round(effective * {EXCHANGE_RATE}::DECIMAL(6, 4), 10)"),
        "x_EffectiveUnitPrice": "CASE part WHEN 'purchase' THEN '0' WHEN 'usage' THEN printed(agreed)"
        " ELSE printed(reserved) END",
        "x_InvoiceIssuerId": "'Microsoft'",
        "x_InvoiceSectionId": "'TSRB-EU-01'",
        "x_InvoiceSectionName": "'Robotics'",
        "x_ListCostInUsd": money(f"round(listed * {EXCHANGE_RATE}::DECIMAL(6, 4), 10)"),
        "x_PricingBlockSize": "per::VARCHAR",
        "x_PricingSubcategory": f"CASE WHEN {is_committed} THEN 'Reservation' ELSE 'On-Demand' END",
        "x_PricingUnitDescription": "CASE unit WHEN '1000 Tokens' THEN '1K' WHEN '1000000 Tokens' THEN '1M'"
        " WHEN 'Hours' THEN '1 Hour' ELSE '1 GB' END",
        "x_PublisherCategory": "'Cloud Provider'",
        "x_ResourceGroupName": f"CASE WHEN {is_resource} THEN 'rg-' || coalesce(team, 'shared') END",
        "x_ServicePeriodStart": "iso(starts)",
        "x_ServicePeriodEnd": "iso(ends)",
        "x_SkuDescription": "service || ' - ' || meter",
        "x_SkuIsCreditEligible": "'true'",
        "x_SkuMeterCategory": f"CASE WHEN {is_ai} THEN 'Cognitive Services' ELSE service END",
        "x_SkuMeterId": "substr(hexed(meter, 'meter'), 1, 8) || '-0000-4000-8000-'"
        " || substr(hexed(meter, 'id'), 1, 12)",
        "x_SkuMeterName": "meter",
        "x_SkuMeterSubcategory": "subcategory",
        "x_SkuRegion": "'EU West'",
        "x_SkuServiceFamily": f"CASE WHEN {is_ai} THEN 'AI + Machine Learning' ELSE category END",
        "x_SkuTerm": f"CASE WHEN {is_committed} THEN '12' END",
    }
    return f"""
        SELECT {select_list(AZURE_FOCUS, filled)} FROM azure_charges ORDER BY starts, template_id, resource,
        part
    """
