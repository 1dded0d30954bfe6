"""Source contracts: the columns a table of a source may bring, read from `contracts/*.csv`."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "contracts"


@dataclass(frozen=True)
class Column:
    """A contract column. `kind` is text, decimal, timestamp or json."""

    name: str
    is_mandatory: bool
    kind: str


@cache
def contract(source: str, table: str) -> tuple[Column, ...]:
    """Return the columns of `table` of `source` in contract order. Raises FileNotFoundError without one."""
    with open(FOLDER / f"{source}.{table}.csv", encoding="utf-8", newline="") as handle:
        return tuple(
            Column(row["column_name"], row["is_mandatory"] == "true", row["kind"])
            for row in csv.DictReader(handle)
        )
