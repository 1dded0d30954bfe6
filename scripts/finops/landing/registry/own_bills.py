"""Costs that no export brings: bills of vendors, as the organisation writes them down."""

from finops.landing.source_types import Source, Table, added, billed

SOURCES = (
    # A file of several vendors makes a delivery per vendor and invoice month.
    Source(
        "vendor_costs",
        (
            Table(
                "vendor_costs",
                ("vendor", "invoice_date", "amount", "currency"),
                period="invoice_date",
                billed="amount",
                currency="currency",
                keys=("vendor",),
                checked=("tax", "quantity", "service_start", "service_end"),
                staging="stg_vendor_costs__vendor_costs",
                sums=(billed("amount"), added("tax", "tax"), added("quantity", "quantity")),
            ),
        ),
        "whole_period",
        ("csv",),
        account="vendor",
    ),
)
