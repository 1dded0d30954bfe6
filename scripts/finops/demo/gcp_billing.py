"""Google Cloud, the account of the Gemini lab: the detailed Cloud Billing export as JSON lines, append-only.

One row per SKU and Pacific day. The first months are partly paid by a promotion, the GPU is under a
commitment whose fee is a row of its own; tax and rounding come when a month is closed.
"""

from datetime import date, datetime, timedelta

from finops.demo.engine import Demo, literal
from finops.demo.story import GCP_LAB_BILLING_ACCOUNT, ISSUERS, next_month, vendor_invoice_id

VERTEX = ("C7E2-9256-1C43", "Vertex AI")
COMPUTE = ("6F81-5844-456A", "Compute Engine")
PROJECT = "tessaline-gemini-lab"
PROMOTION_SHARE = "0.5"
COMMITMENT_SHARE = "0.55"
TAX_RATE = "0.0625"
# service, SKU, its description, units of a price, price, quantity a day from and to, team, kind
SKUS = (
    (*VERTEX, "FDAB-647C-5A22", "Gemini 2.5 Flash GA Text Input - Predictions",
    1_000_000, "0.3", 2e7, 9e7, "search", "tokens"),
    (*VERTEX, "A253-E8A3-DE5C", "Gemini 2.5 Flash GA Text Output (Thinking On) - Predictions",
    1_000_000, "2.5", 1e6, 5e6, "search", "tokens"),
    (*VERTEX, "CD33-11F4-1220", "Gemini 2.5 Flash GA Thinking Text Output - Predictions",
    1_000_000, "2.5", 2e6, 6e6, "search", "tokens"),
    (*VERTEX, "7E1B-40D2-9C11", "Gemini 2.5 Flash GA Input Text Caching",
    1_000_000, "0.03", 1e7, 4e7, "search", "tokens"),
    (*VERTEX, "2F60-8AB1-3D45", "Gemini 2.5 Pro Long Text Input - Predictions",
    1_000_000, "2.5", 1e6, 8e6, None, "tokens"),
    (*COMPUTE, "B7C0-5E19-6A02", "A2 Instance GPU Nvidia A100 running in Americas",
    1, "2.933908", 8, 24, "research", "gpu"),
    (*COMPUTE, "C901-77AE-14F0", "Commitment v1: Nvidia A100 GPU in Americas for 1 Year",
    1, "1.3202586", 24, 24, "research", "fee"),
)  # fmt: skip
COLUMNS = (
    "service_id VARCHAR, service VARCHAR, sku_id VARCHAR, sku VARCHAR, per BIGINT, price DECIMAL(12, 9),"
    " low DOUBLE, high DOUBLE, team VARCHAR, kind VARCHAR"
)


def make(demo: Demo) -> None:
    """Create the SKUs."""
    demo.table("gcp_lab_skus", COLUMNS, SKUS)


def write_month(demo: Demo, month: date) -> None:
    """Write the rows of a month, note its step and add up its invoice."""
    _make_rows(demo, month)
    if month in demo.story.closed:
        _close(demo, month)
    folder = f"gcp_billing/detailed/{month:%Y-%m}"
    demo.copy(
        "gcp_billing",
        f"{folder}/export-000000000000.jsonl.gz",
        _select(month),
        "FORMAT json",
        billed="SELECT sum(cost + credit) FROM gcp_lab_rows",
    )
    exported = min(next_month(month) + timedelta(days=3), demo.story.last_day + timedelta(days=2))
    delivered = datetime.combine(exported, datetime.min.time()) + timedelta(hours=5)
    demo.step(f"Google Cloud lab {month:%Y-%m}", [folder], "gcp_billing", delivered)
    demo.note_invoice(
        "gcp",
        ISSUERS["gcp"],
        f"""
        SELECT
            {literal(vendor_invoice_id("gcp_lab", month))}, {literal(GCP_LAB_BILLING_ACCOUNT)},
            {literal(month)}, 'USD', sum(cost + credit),
            coalesce(sum(cost) FILTER (WHERE cost_type = 'tax'), 0)
        FROM gcp_lab_rows
        """,
    )


def _make_rows(demo: Demo, month: date) -> None:
    """One row per SKU and day, its cost to the last place and the credit on it."""
    first, last = demo.story.days_of(month)
    promoted = str(month in demo.story.months[:2]).lower()
    demo.run(f"""
        CREATE OR REPLACE TABLE gcp_lab_rows AS
        WITH used AS (
            SELECT
                gcp_lab_skus.*, day, 'regular' AS cost_type,
                floor(
                    between_dice(low, high, sku_id || day, 'lab')
                    * CASE kind WHEN 'fee' THEN 1 ELSE weekday_share(day) END
                )::DECIMAL(18, 0) AS quantity
            FROM gcp_lab_skus, days WHERE day BETWEEN {literal(first)} AND {literal(last)}
        ),
        priced AS (
            SELECT
                *,
                (quantity * price / CASE per WHEN 1 THEN 1 ELSE 1000000 END)::DECIMAL(28, 12) AS cost
            FROM used WHERE quantity > 0
        )
        SELECT
            *,
            CASE
                WHEN kind = 'gpu' THEN 'COMMITTED_USAGE_DISCOUNT'
                WHEN kind = 'tokens' AND {promoted} THEN 'PROMOTION'
            END AS credit_type,
            CASE
                WHEN kind = 'gpu' THEN -round(cost * {COMMITMENT_SHARE}, 6)
                WHEN kind = 'tokens' AND {promoted} THEN -round(cost * {PROMOTION_SHARE}, 6)
                ELSE 0
            END::DECIMAL(28, 12) AS credit,
            day::TIMESTAMP + INTERVAL 7 HOUR AS starts, day::TIMESTAMP + INTERVAL 31 HOUR AS ends,
            day::TIMESTAMP + INTERVAL 36 HOUR AS exported_at
        FROM priced
    """)


def _close(demo: Demo, month: date) -> None:
    """Add tax, and what rounds the invoice to whole cents."""
    starts, ends = (f"{literal(day)}::TIMESTAMP + INTERVAL 7 HOUR" for day in (month, next_month(month)))
    for cost_type, sku, cost in (
        ("tax", "Tax", f"round(sum(cost + credit) * {TAX_RATE}, 2)"),
        ("rounding_error", "Rounding error", "round(sum(cost + credit), 2) - sum(cost + credit)"),
    ):
        demo.run(f"""
            INSERT INTO gcp_lab_rows BY NAME
            SELECT
                '{cost_type}' AS cost_type, '{sku}' AS sku, 'TAXF-0000-{len(sku):04d}' AS sku_id,
                'Invoice' AS service, 'INVC-0000-0000' AS service_id, ({cost})::DECIMAL(28, 12) AS cost,
                0 AS credit, {starts} AS starts, {ends} AS ends, {ends} + INTERVAL 30 HOUR AS exported_at
            FROM gcp_lab_rows
        """)


def _select(month: date) -> str:
    """Return the rows in the nested shape of BigQuery's export of the detailed table."""
    is_used = "cost_type = 'regular'"
    is_tokens = "kind = 'tokens'"
    used = f"CASE WHEN {is_tokens} THEN quantity ELSE quantity * 3600 END"
    credit_name = "CASE kind WHEN 'gpu' THEN 'Committed Usage Discount: GPU' ELSE 'Gemini lab credit' END"
    service_host = f"CASE WHEN {is_tokens} THEN 'aiplatform' ELSE 'compute' END"
    return f"""
        SELECT
            {literal(GCP_LAB_BILLING_ACCOUNT)} AS billing_account_id,
            {{'id': service_id, 'description': service}} AS service,
            {{'id': sku_id, 'description': sku}} AS sku,
            iso(starts) AS usage_start_time, iso(ends) AS usage_end_time,
            CASE WHEN {is_used} THEN {{
                'id': '{PROJECT}', 'number': '640218530097', 'name': 'gemini lab',
                'ancestry_numbers': '/8842017/', 'labels': [{{'key': 'team', 'value': 'research'}}]
            }} END AS project,
            CASE WHEN team IS NULL THEN [] ELSE [{{'key': 'team', 'value': team}}] END AS labels,
            CASE WHEN kind = 'gpu' THEN [{{
                'key': 'compute.googleapis.com/machine_spec', 'value': 'a2-highgpu-1g'
            }}] ELSE [] END AS system_labels,
            CASE WHEN {is_used} THEN {{
                'location': 'us-central1', 'country': 'US', 'region': 'us-central1', 'zone': NULL::VARCHAR
            }} END AS location,
            to_double(cost) AS cost, CASE WHEN {is_used} THEN to_double(cost) END AS cost_at_list,
            'USD' AS currency, 1.0 AS currency_conversion_rate,
            CASE WHEN {is_used} THEN {{
                'amount': to_double({used}), 'unit': CASE WHEN {is_tokens} THEN 'requests' ELSE 'seconds' END,
                'amount_in_pricing_units': to_double(quantity),
                'pricing_unit': CASE WHEN {is_tokens} THEN 'count' ELSE 'hour' END
            }} END AS usage,
            CASE WHEN credit_type IS NULL THEN [] ELSE [{{
                'name': {credit_name}, 'full_name': {credit_name},
                'id': CASE kind WHEN 'gpu' THEN 'lab-a100-1y' ELSE 'gemini-lab-2026' END,
                'type': credit_type, 'amount': to_double(credit)
            }}] END AS credits,
            {{'month': '{month:%Y%m}', 'publisher_type': 'GOOGLE'}} AS invoice,
            cost_type, iso(exported_at) AS export_time, 'GOOGLE' AS transaction_type,
            'Google LLC' AS seller_name, [] AS tags,
            CASE WHEN {is_used} THEN {{
                'name': sku_id,
                'global_name': '//' || {service_host} || '.googleapis.com/projects/{PROJECT}/' || sku_id
            }} END AS resource,
            CASE WHEN {is_used} THEN {{
                'effective_price': to_double(price), 'tier_start_amount': 0.0,
                'unit': CASE WHEN {is_tokens} THEN 'count' ELSE 'hour' END,
                'pricing_unit_quantity': per::DOUBLE, 'list_price': to_double(price)
            }} END AS price,
            CASE WHEN kind = 'fee' THEN {{'instance_id': 'lab-a100-1y'}} END AS subscription
        FROM gcp_lab_rows ORDER BY exported_at, sku_id
    """
