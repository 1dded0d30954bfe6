"""What Amazon Web Services exports."""

from finops.landing.source_types import Source, Table, billed

SOURCES = (
    Source(
        "aws_cur",
        (
            Table(
                "line_items",
                (
                    "bill_payer_account_id",
                    "bill_billing_period_start_date",
                    "line_item_line_item_type",
                    "line_item_unblended_cost",
                ),
                period="bill_billing_period_start_date",
                billed="line_item_unblended_cost",
                currency="line_item_currency_code",
                invoice_id="bill_invoice_id",
                keys=("bill_payer_account_id", "line_item_line_item_type"),
                staging="stg_aws__cur_line_items",
                sums=(billed("unblended_cost"),),
                checked=(
                    "savings_plan_savings_plan_effective_cost",
                    "reservation_effective_cost",
                    "pricing_public_on_demand_cost",
                ),
            ),
        ),
        "whole_period",
        ("parquet", "csv"),
        account="bill_payer_account_id",
    ),
)
