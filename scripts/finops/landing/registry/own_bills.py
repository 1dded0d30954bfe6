"""Costs and credits that no export brings, as the organisation writes them down.

A file of several vendors, clusters, teams or accounts makes a delivery per one of them and month.
"""

from finops.landing.contracts import contract
from finops.landing.source_types import Source, Sum, Table, added, billed, template


def _monthly(
    name: str,
    *,
    scope: str,
    period: str,
    sums: tuple[Sum, ...],
    held_again: str,
    billed_column: str | None = None,
) -> Source:
    """A list whose newest file of a `scope` and month of `period` counts. Money and days must be readable."""
    columns = contract(name, name)
    table = Table(
        name,
        tuple(column.name for column in columns if column.is_mandatory),
        period=period,
        billed=billed_column,
        currency="currency",
        checked=tuple(column.name for column in columns if column.kind != "text"),
        # What says only what a cost is for may be any text: a slip there must not set money aside.
        allowed={column.name: column.allowed for column in columns if column.allowed and column.is_mandatory},
        staging=f"stg_{name}__{name}",
        sums=sums,
        held_again=(period, held_again),
    )
    providers = ("provider_name",) if scope == "billing_account_id" else ()
    return Source(name, (table,), "whole_period", ("csv",), account=scope, providers=providers)


SOURCES = (
    _monthly(
        "vendor_costs",
        scope="vendor",
        period="invoice_date",
        billed_column="amount",
        held_again="invoice_id",
        sums=(billed("amount"), added("tax", "tax"), added("quantity", "quantity")),
    ),
    # The organisation's own assets and people bill nothing.
    _monthly(
        "asset_costs",
        scope="cluster",
        period="period_start",
        held_again="cost_kind",
        sums=(added("amount", "amount"), added("quantity", "quantity")),
    ),
    _monthly(
        "labour_costs",
        scope="team",
        period="period_start",
        held_again="role",
        sums=(added("amount", "amount"), added("hours", "hours")),
    ),
    template("billing_accounts", keys=("provider_name", "billing_account_id")),
    # An opening or closing balance and an expiry are amounts, but not billed ones.
    _monthly(
        "prepaid_movements",
        scope="billing_account_id",
        period="movement_date",
        held_again="movement",
        sums=(added("amount", "amount"), added("tax", "tax")),
    ),
)
