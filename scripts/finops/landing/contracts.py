"""Source contracts: the columns a table of a source may bring, read from `contracts/*.csv`.

Contracts of lists that people fill in also say what each column means, which words it takes and two examples:
the template that is written, the reading of what was filled in and the errors all come from there.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "contracts"
CURRENCIES = Path(__file__).parents[3] / "seeds" / "reference" / "currencies.csv"


@dataclass(frozen=True)
class Column:
    """A contract column. `kind` is text, decimal, integer, timestamp, json, currency or month.

    `meaning`, `allowed` (the words it takes; none: any) and `examples` are of lists that people fill in.
    """

    name: str
    is_mandatory: bool
    kind: str
    meaning: str = ""
    allowed: tuple[str, ...] = ()
    examples: tuple[str, str] = ("", "")


@cache
def contract(source: str, table: str) -> tuple[Column, ...]:
    """Return the columns of `table` of `source` in contract order. Raises FileNotFoundError without one."""
    with open(FOLDER / f"{source}.{table}.csv", encoding="utf-8", newline="") as handle:
        return tuple(
            Column(
                row["column_name"],
                row["is_mandatory"] == "true",
                row["kind"],
                row.get("meaning") or "",
                tuple(filter(None, (row.get("allowed") or "").split("|"))),
                (row.get("example_1") or "", row.get("example_2") or ""),
            )
            for row in csv.DictReader(handle)
        )


@cache
def currencies() -> tuple[str, ...]:
    """Return the currency codes of ISO 4217 that the project knows."""
    with open(CURRENCIES, encoding="utf-8", newline="") as handle:
        return tuple(row["currency_code"] for row in csv.DictReader(handle))
