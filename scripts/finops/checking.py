"""Proof that nothing was lost between file and tables: counts of both, side by side."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import duckdb

from finops.figures import open_read_only
from finops.landing.ledger import billed_total, read_ledger, rows_of
from finops.landing.source_types import Sum
from finops.landing.sources import SOURCES, Source, Table
from finops.landing.sql import glob_free, name
from finops.project import FinopsError, Project
from finops.screen import count, print_table, say


@dataclass
class CheckedSum:
    """One quantity of a table: its sum in the files and in staging."""

    table: str
    quantity: str
    in_files: Decimal
    staged: Decimal


@dataclass
class Checked:
    """One source, all its deliveries: rows in the files, landed, quarantined, staged; and sums."""

    source: str
    rows_in_files: int
    rows_landed: int
    rows_quarantined: int
    rows_in_deliveries: int
    rows_staged: int | None
    sums: list[CheckedSum]

    @property
    def problems(self) -> list[str]:
        """What does not add up, in words; empty where all does."""
        found = []
        if self.rows_in_files != self.rows_landed + self.rows_quarantined:
            found.append("rows in the files are not landed + quarantined")
        if self.rows_staged is not None and self.rows_staged != self.rows_in_deliveries:
            found.append("rows staged are not those of the deliveries")
        found += [
            f"{one.quantity} staged is not that of the files"
            for one in self.sums
            if one.in_files != one.staged
        ]
        return found


def check(project: Project) -> list[Checked]:
    """Return one line per landed source. Raises FinopsError where the warehouse cannot be read now."""
    by_source: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for entry in read_ledger(project):
        by_source[entry["source_name"]].append(entry)
    if not by_source:
        return []
    if not project.warehouse.is_file():
        raise FinopsError(f"Nothing is built yet: {project.warehouse} is missing. Run `finops build` first.")
    with open_read_only(project.warehouse) as connection:
        return [
            _check_source(project, connection, SOURCES[source], by_source[source])
            for source in sorted(by_source)
        ]


def _check_source(
    project: Project, connection: duckdb.DuckDBPyConnection, source: Source, entries: list[dict[str, Any]]
) -> Checked:
    files: dict[str, dict[str, Any]] = {}
    for entry in entries:
        for file in entry["files"]:
            files[file["content_hash"]] = file
    tables = sorted({table["table_name"] for entry in entries for table in entry["tables"]})
    staged = [table for name in tables if (table := source.table(name)).staging]
    deliveries = [entry["delivery_id"] for entry in entries]
    return Checked(
        source.name,
        sum(file["rows_in_file"] for file in files.values()),
        sum(file["rows_landed"] for file in files.values()),
        sum(file["rows_quarantined"] for file in files.values()),
        sum(rows_of(entry) for entry in entries),
        sum(int(_staged(connection, table, "count(*)", deliveries)) for table in staged) if staged else None,
        [
            CheckedSum(
                table.name,
                one.quantity,
                _in_files(project, source, table, one, entries),
                _staged(connection, table, f"sum(cast({one.staged} as decimal(38, 12)))", deliveries),
            )
            for table in staged
            for one in table.sums
        ],
    )


def _staged(
    connection: duckdb.DuckDBPyConnection, table: Table, aggregate: str, deliveries: list[str]
) -> Decimal:
    query = f"select {aggregate} from staging.{table.staging} where list_contains(?, delivery_id)"
    try:
        row = connection.execute(query, [deliveries]).fetchone()
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0]
        raise FinopsError(
            f"staging.{table.staging} cannot be read ({first_line}). Run `finops build`, then check again."
        ) from None
    return Decimal((row[0] if row else None) or 0)


def _in_files(
    project: Project, source: Source, table: Table, one: Sum, entries: list[dict[str, Any]]
) -> Decimal:
    """Return the sum counted while landing, else that of the landed columns in plain decimals."""
    if one.in_files is None:
        totals = (
            billed_total(entry)
            for entry in entries
            if any(said["table_name"] == table.name for said in entry["tables"])
        )
        return sum((Decimal(total) for total in totals if total is not None), Decimal(0))
    files = sorted(str(path) for path in (project.landing / source.name).glob(f"*/{table.name}.*.parquet"))
    if not files:
        return Decimal(0)
    listed = ", ".join(glob_free(file) for file in files)
    landed = f"read_parquet([{listed}], union_by_name = true)"
    con = duckdb.connect()
    present = {row[0].lower() for row in con.execute(f"describe from {landed}").fetchall()}
    # A column that no file has says nothing.
    absent = "".join(
        f", cast(null as varchar) as {name(column.name)}"
        for column in source.columns(table.name)
        if column.name.lower() not in present
    )
    query = f"select sum({one.in_files}) from (select cast(columns(*) as varchar){absent} from {landed})"
    row = con.execute(query).fetchone()
    return Decimal((row[0] if row else None) or 0)


def print_check(checked: list[Checked]) -> bool:
    """Print the table and return whether everything adds up."""
    if not checked:
        say("Nothing is landed, so there is nothing to check.")
        return True
    rows = []
    for item in checked:
        counts = (
            item.source,
            count(item.rows_in_files),
            count(item.rows_landed),
            count(item.rows_quarantined),
            count(item.rows_in_deliveries),
            count(item.rows_staged),
        )
        result = "; ".join(item.problems) or "agrees"
        sums = [(one.quantity, _exact(one.in_files), _exact(one.staged)) for one in item.sums] or [("-",) * 3]
        rows.append((*counts, *sums[0], result))
        rows += [("", "", "", "", "", "", *one, "") for one in sums[1:]]
    numbers = ("rows in files", "landed", "quarantined", "in deliveries", "staged")
    sums_of = ("sum in files", "sum staged")
    note = "Sums are checksums over all deliveries and currencies of a source, equal to the twelfth place."
    columns = ("source", *numbers, "sum of", *sums_of, "result")
    print_table("Files against tables", columns, rows, note, right=(*numbers, *sums_of))
    return not any(item.problems for item in checked)


def _exact(amount: Decimal) -> str:
    return f"{amount.normalize():,f}"
