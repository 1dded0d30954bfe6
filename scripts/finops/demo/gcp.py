"""Google Cloud: the FOCUS 1.2 export as Parquet, append-only, late rows of one month in a second file."""

from datetime import date, datetime, timedelta

from finops.demo import focus_catalog
from finops.demo.columns import GCP_FOCUS, select_list
from finops.demo.engine import Demo, literal
from finops.demo.story import COMPANY, GCP_BILLING_ACCOUNT, ISSUERS, PRODUCTS, next_month

TAX_RATE = "0.0625::DECIMAL(5, 4)"
CORRECTION = "-37.41"
# BigQuery's NUMERIC has nine decimal places.
NUMERIC = {name: "DECIMAL(38, 9)" for name in GCP_FOCUS if name.endswith(("Cost", "UnitPrice", "Quantity"))}
TIMES = {"BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "x_ExportTime"}


def make(demo: Demo) -> None:
    """Create the resources."""
    focus_catalog.make(demo, "gcp")


def write_month(demo: Demo, month: date) -> None:
    """Write the rows of a month, note its step and add up its invoice."""
    focus_catalog.make_lines(demo, "gcp", month)
    _charges(demo, month)
    _write(demo, month, f"gcp/focus/{month:%Y-%m}", "NOT is_late")
    exported = min(next_month(month) + timedelta(days=2), demo.story.last_day + timedelta(days=1))
    demo.step(f"Google Cloud {month:%Y-%m}", [f"gcp/focus/{month:%Y-%m}"], "focus", _morning(exported))
    if month == demo.story.closed[-1]:
        late = f"gcp/focus-late/{month:%Y-%m}"
        _write(demo, month, late, "is_late")
        demo.step(f"Google Cloud {month:%Y-%m}, late rows", [late], "focus", _morning(next_month(month), 9))
    demo.note_invoice(
        "gcp",
        ISSUERS["gcp"],
        f"""
        SELECT
            NULL, {literal(GCP_BILLING_ACCOUNT)}, {literal(month)}, 'USD', sum(cost),
            coalesce(sum(cost) FILTER (WHERE charge = 'Tax'), 0)
        FROM gcp_charges
        """,
    )


def _morning(day: date, days_after: int = 0) -> datetime:
    return datetime.combine(day, datetime.min.time()) + timedelta(days=days_after, hours=5)


def _charges(demo: Demo, month: date) -> None:
    """Lines as charges; tax when the month is closed; a correction among the late rows."""
    after = f"{literal(next_month(month))}::TIMESTAMP"
    tax = f"round(sum(quantity * price) * {TAX_RATE}, 2)"
    last_days = f"day > {literal(demo.story.days_of(month)[1])}::DATE - 4"
    is_late = (
        f"{last_days} AND dice(resource, day || 'late') < 0.05" if month == demo.story.closed[-1] else "false"
    )
    whole_month = f"{literal(month)}::TIMESTAMP AS starts, {after} AS ends"
    demo.run(f"""
        CREATE OR REPLACE TABLE gcp_charges AS
        SELECT
            *, 'Usage' AS charge, (quantity * price)::DECIMAL(38, 9) AS cost, {is_late} AS is_late,
            CASE WHEN {is_late} THEN {after} + INTERVAL 8 DAY ELSE ends + INTERVAL 5 HOUR END AS exported_at
        FROM focus_lines
    """)
    if month in demo.story.closed:
        demo.run(f"""
            INSERT INTO gcp_charges BY NAME
            SELECT gcp_charges.* REPLACE ({whole_month}, NULL AS resource, NULL AS tags_team, 'Tax' AS charge,
            'Tax' AS meter, tax AS cost,
                false AS is_late, {after} + INTERVAL 30 HOUR AS exported_at)
            FROM gcp_charges
            INNER JOIN (SELECT account_id, {tax} AS tax FROM gcp_charges GROUP BY account_id) AS taxes
                USING (account_id)
            WHERE tax > 0
            QUALIFY row_number() OVER (PARTITION BY account_id ORDER BY template_id, resource, day) = 1
        """)
    if month == demo.story.closed[-1]:
        demo.run(f"""
            INSERT INTO gcp_charges
            SELECT * REPLACE (NULL AS resource, 'Adjustment' AS charge, {CORRECTION} AS cost, true AS is_late,
                'Correction of ' || meter AS meter, {after} + INTERVAL 8 DAY AS exported_at)
            FROM gcp_charges WHERE charge = 'Usage' ORDER BY template_id, resource, day LIMIT 1
        """)


def _write(demo: Demo, month: date, folder: str, where: str) -> None:
    demo.copy(
        "focus",
        f"{folder}/focus-000000000000.parquet",
        _select(month, where),
        "FORMAT parquet, COMPRESSION snappy",
        billed=f"SELECT sum(cost) FROM gcp_charges WHERE {where}",
    )


def _select(month: date, where: str) -> str:
    products = " ".join(f"WHEN {literal(team)} THEN {literal(product)}" for team, product in PRODUCTS.items())
    is_usage = "charge = 'Usage'"
    price = f"CASE WHEN {is_usage} THEN price END::DECIMAL(38, 9)"

    def tag(key: str, value: str) -> str:
        return f"{{'Key': {key}, 'Value': {value}, 'x_Inherited': false, 'x_Namespace': NULL::VARCHAR}}"

    filled = {
        "AvailabilityZone": f"CASE WHEN {is_usage} AND category = 'Compute' THEN 'us-central1-a' END",
        **dict.fromkeys(
            ("BilledCost", "EffectiveCost", "ContractedCost", "ListCost", "PricingCurrencyEffectiveCost"),
            "cost",
        ),
        "BillingAccountId": literal(GCP_BILLING_ACCOUNT),
        "BillingAccountName": literal(COMPANY),
        "BillingAccountType": "'Billing account'",
        "BillingCurrency": "'USD'",
        "BillingPeriodStart": f"{literal(month)}::TIMESTAMP",
        "BillingPeriodEnd": f"{literal(next_month(month))}::TIMESTAMP",
        "ChargeCategory": "charge",
        "ChargeClass": "CASE charge WHEN 'Adjustment' THEN 'Correction' END",
        "ChargeDescription": "meter",
        "ChargeFrequency": f"CASE WHEN {is_usage} THEN 'Usage-Based' ELSE 'One-Time' END",
        "ChargePeriodStart": "starts",
        "ChargePeriodEnd": "ends",
        "ConsumedQuantity": f"CASE WHEN {is_usage} THEN quantity * per END::DECIMAL(38, 9)",
        "ConsumedUnit": f"CASE WHEN {is_usage} THEN consumed_unit END",
        **dict.fromkeys(
            (
                "ContractedUnitPrice",
                "ListUnitPrice",
                "PricingCurrencyContractedUnitPrice",
                "PricingCurrencyListUnitPrice",
            ),
            price,
        ),
        "InvoiceIssuerName": literal(ISSUERS["gcp"]),
        "PricingCategory": f"CASE WHEN {is_usage} THEN 'Standard' END",
        "PricingCurrency": "'USD'",
        "PricingQuantity": f"CASE WHEN {is_usage} THEN quantity END::DECIMAL(38, 9)",
        "PricingUnit": f"CASE WHEN {is_usage} THEN unit END",
        "ProviderName": literal(ISSUERS["gcp"]),
        "PublisherName": literal(ISSUERS["gcp"]),
        "RegionId": f"CASE WHEN {is_usage} THEN 'us-central1' END",
        "RegionName": f"CASE WHEN {is_usage} THEN 'Iowa' END",
        "ResourceId": f"""CASE WHEN {is_usage} THEN '//' || lower(replace(service, ' ', ''))
            || '.googleapis.com/projects/'
            || account_id || '/' || lower(replace(resource_type, ' ', '-')) || 's/'
            || substr(hexed(resource, 'gcp'), 1, 14) END""",
        "ResourceName": f"CASE WHEN {is_usage} THEN substr(hexed(resource, 'gcp'), 1, 14) END",
        "ResourceType": f"CASE WHEN {is_usage} THEN resource_type END",
        "ServiceCategory": "CASE WHEN charge = 'Tax' THEN 'Other' ELSE category END",
        "ServiceName": "CASE WHEN charge = 'Tax' THEN 'Invoice' ELSE service END",
        "ServiceSubcategory": "CASE WHEN charge = 'Tax' THEN 'Other (Other)' ELSE subcategory END",
        "SkuId": f"CASE WHEN {is_usage} THEN {_sku('4')} END",
        "SkuMeter": f"CASE WHEN {is_usage} THEN meter END",
        "SkuPriceId": f"CASE WHEN {is_usage} THEN {_sku('4')} || '/default' END",
        "SubAccountId": "account_id",
        "SubAccountName": "account_name",
        "SubAccountType": "'Project'",
        "Tags": f"""CASE
            WHEN tags_team IS NULL THEN []
            WHEN tags_team = 'research' THEN [{tag("'team'", "tags_team")}]
            ELSE [
                {tag("'team'", "tags_team")}, {tag("'env'", "environment")},
                {tag("'product'", f"CASE tags_team {products} END")}
            ] END""",
        "x_CostType": "CASE charge WHEN 'Tax' THEN 'tax' WHEN 'Adjustment' THEN 'adjustment'"
        " ELSE 'regular' END",
        "x_CurrencyConversionRate": "1::DECIMAL(38, 9)",
        "x_ExportTime": "exported_at",
        "x_Location": f"CASE WHEN {is_usage} THEN 'us-central1' END",
        "x_ServiceId": "upper(substr(hexed(service, 'a'), 1, 4) || '-' || substr(hexed(service, 'b'), 1, 4))",
    }
    return f"""
        SELECT {select_list(GCP_FOCUS, filled, NUMERIC | dict.fromkeys(TIMES, "TIMESTAMP"))}
        FROM gcp_charges WHERE {where} ORDER BY exported_at, template_id, resource, charge, account_id
    """


def _sku(length: str) -> str:
    return f"substr(sku, 1, {length}) || '-' || substr(sku, 5, {length}) || '-' || substr(sku, 9, {length})"
