"""OCI: the FOCUS report in the names of FOCUS 1.0-preview, CSV; corrections refer back to other rows."""

from datetime import date, datetime, timedelta

from finops.demo import focus_catalog
from finops.demo.columns import OCI_FOCUS, select_list
from finops.demo.engine import Demo, literal
from finops.demo.story import COMPANY, ISSUERS, OCI_TENANCY, next_month

# A corrected line gives a quarter of its quantity back.
CORRECTED_SHARE = "0.25::DECIMAL(3, 2)"


def make(demo: Demo) -> None:
    """Create the resources."""
    focus_catalog.make(demo, "oci")


def write_month(demo: Demo, month: date) -> None:
    """Write the report of a month and add up its invoice."""
    focus_catalog.make_lines(demo, "oci", month)
    demo.run(f"""
        CREATE OR REPLACE TABLE oci_charges AS
        WITH referenced AS (
            SELECT *, hexed(concat_ws('|', resource, day), 'oci') AS reference,
            NULL::VARCHAR AS corrected_reference
            FROM focus_lines
        )
        SELECT *, quantity * price AS cost FROM referenced
        UNION ALL
        SELECT
            * REPLACE (
                -quantity * {CORRECTED_SHARE} AS quantity, hexed(reference, 'correction') AS reference,
                reference AS corrected_reference
            ),
            -quantity * {CORRECTED_SHARE} * price
        FROM referenced WHERE dice(resource, day || 'corrected') < 0.004
    """)
    folder = f"oci/focus/{month:%Y/%m}"
    demo.copy(
        "focus",
        f"{folder}/focus_{month:%Y%m}-00001.csv.gz",
        _select(month),
        "FORMAT csv, HEADER",
        billed="SELECT sum(cost) FROM oci_charges",
    )
    exported = min(next_month(month) + timedelta(days=1), demo.story.last_day + timedelta(days=1))
    delivered_at = datetime.combine(exported, datetime.min.time()) + timedelta(hours=3)
    demo.step(f"OCI {month:%Y-%m}", [folder], "focus", delivered_at)
    demo.note_invoice(
        "oci",
        ISSUERS["oci"],
        f"SELECT NULL, {literal(OCI_TENANCY)}, {literal(month)}, 'USD', sum(cost), 0 FROM oci_charges",
    )


def _select(month: date) -> str:
    filled = {
        "AvailabilityZone": "'fjrQ:US-SANJOSE-1-AD-1'",
        **dict.fromkeys(("BilledCost", "EffectiveCost", "ListCost"), "printed(cost)"),
        "BillingAccountId": literal(OCI_TENANCY),
        "BillingAccountName": literal(COMPANY),
        "BillingCurrency": "'USD'",
        "BillingPeriodStart": f"iso({literal(month)}::TIMESTAMP)",
        "BillingPeriodEnd": f"iso({literal(next_month(month))}::TIMESTAMP)",
        "ChargeCategory": "'Usage'",
        "ChargeDescription": "meter",
        "ChargeFrequency": "'Usage-based'",
        "ChargePeriodStart": "iso(starts)",
        "ChargePeriodEnd": "iso(ends)",
        "ChargeSubcategory": "'On-Demand'",
        "InvoiceIssuer": literal(ISSUERS["oci"]),
        "ListUnitPrice": "printed(price)",
        "PricingQuantity": "printed(quantity)",
        "PricingUnit": "unit",
        "Provider": literal(ISSUERS["oci"]),
        "Publisher": literal(ISSUERS["oci"]),
        "Region": "'us-sanjose-1'",
        "ResourceId": "'ocid1.' || resource_type || '.oc1.us-sanjose-1.'"
        " || substr(hexed(resource, 'oci'), 1, 24)",
        "ResourceType": "resource_type",
        "ServiceCategory": "category",
        "ServiceName": "service",
        "SkuId": "'B' || (80000 + hash(meter) % 20000)::VARCHAR",
        "SubAccountId": "account_id",
        "SubAccountName": "account_name",
        "Tags": """CASE WHEN tags_team IS NOT NULL
            THEN to_json({'tessaline.team': tags_team, 'tessaline.environment': environment})::VARCHAR END""",
        "UsageQuantity": "printed(quantity * per)",
        "UsageUnit": "consumed_unit",
        "oci_ReferenceNumber": "reference",
        "oci_CompartmentId": "account_id",
        "oci_CompartmentName": "account_name",
        "oci_OverageFlag": "'N'",
        "oci_BackReferenceNumber": "corrected_reference",
    }
    return f"""
        SELECT {select_list(OCI_FOCUS, filled)}
        FROM oci_charges ORDER BY starts, template_id, resource, reference
    """
