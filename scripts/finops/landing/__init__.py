"""Landing: provider exports become committed deliveries of Parquet files under `landing/`.

`land` brings files in; `unland` and `prune` take deliveries out; the rest reads what lies there.
"""

from finops.landing.ecb import land_ecb_rates
from finops.landing.land import land
from finops.landing.ledger import (
    export_quarantine,
    prune,
    quarantine_rows,
    read_ledger,
    refusals,
    unland,
)
from finops.landing.report import DeliveryOutcome, FileOutcome, LandReport, Replaced

__all__ = [
    "DeliveryOutcome",
    "FileOutcome",
    "LandReport",
    "Replaced",
    "export_quarantine",
    "land",
    "land_ecb_rates",
    "prune",
    "quarantine_rows",
    "read_ledger",
    "refusals",
    "unland",
]
