"""What Google Cloud exports: the standard and the detailed Cloud Billing tables of BigQuery."""

from finops.landing.google_tables import DETAILED, STANDARD, prepare
from finops.landing.source_types import Source, Table, billed

SOURCES = (
    Source(
        "gcp_billing",
        (
            Table(
                "billing_export",
                (
                    "billing_account_id",
                    "usage_start_time",
                    "usage_end_time",
                    "export_time",
                    "cost",
                    "cost_type",
                    "currency",
                ),
                period="invoice_month",
                billed="cost",
                billed_records="credits",
                currency="currency",
                keys=("billing_account_id", "export_time", "usage_start_time"),
                checked=(
                    "usage_end_time",
                    "usage_amount",
                    "usage_amount_in_pricing_units",
                    "cost_at_list",
                    "price_effective_price",
                    "price_list_price",
                ),
                staging="stg_gcp__billing_export",
                sums=(billed("cost + credits_amount"),),
            ),
        ),
        "append",
        ("lines", "csv", "parquet"),
        account="billing_account_id",
        datasets=(DETAILED, STANDARD),
        prepare=prepare,
    ),
)
