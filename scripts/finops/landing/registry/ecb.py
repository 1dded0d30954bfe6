"""Reference rates of the European Central Bank."""

from finops.landing.source_types import Source, Table

SOURCES = (
    Source(
        "ecb_rates",
        (Table("rates", ("Date", "USD", "JPY", "GBP"), keys=("Date",)),),
        "upsert",
        ("csv",),
        scope="ecb",
        is_reference=True,
    ),
)
