"""What Amazon Web Services exports."""

import re

from finops.landing.source_types import Source, Table, billed

# The legacy report names what a person or AWS tagged in the person's spelling: it is a key, not a name.
KEYED = {"resourceTags": "resource_tags", "costCategory": "cost_category"}
RENAMED = {"savingsPlan/SavingsPlanArn": "savings_plan_savings_plan_a_r_n"}


def cur2_name(title: str) -> str:
    """Return the CUR 2.0 name of a legacy column: `lineItem/UsageType` is `line_item_usage_type`."""
    group, slash, column = title.partition("/")
    if not slash or title in RENAMED:
        return RENAMED.get(title, title)
    if group in KEYED:
        return f"{KEYED[group]}_{column}"
    return f"{_snake_case(group)}_{_snake_case(column)}"


def _snake_case(title: str) -> str:
    return re.sub(r"(?<=.)([A-Z])", r"_\1", title).lower()


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
                held_again=(
                    "line_item_usage_start_date",
                    "line_item_usage_account_id",
                    "line_item_product_code",
                ),
                staging="stg_aws__cur_line_items",
                sums=(billed("unblended_cost"),),
                checked=(
                    "savings_plan_savings_plan_effective_cost",
                    "reservation_effective_cost",
                    "pricing_public_on_demand_cost",
                ),
                gathered={
                    "resource_tags": "resource_tags_",
                    "cost_category": "cost_category_",
                    "product": "product_",
                    "discount": "discount_",
                },
            ),
        ),
        "whole_period",
        ("parquet", "csv"),
        account="bill_payer_account_id",
        # Only the legacy report has a column for the product's name.
        dialects={"legacy": ("product_product_name",), "cur2": ("bill_payer_account_id",)},
        spelling=cur2_name,
    ),
)
