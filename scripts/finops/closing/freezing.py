"""Freezing a month: its rows as Parquet and its closing as JSON, made out of sight, committed by a rename."""

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from finops import __version__
from finops.boundaries import boundary
from finops.closing.closings import ENTRY, Closing, closings
from finops.closing.packing import write_pack
from finops.figures import open_read_only
from finops.landing.sql import name, quote
from finops.landing.writing import now_text
from finops.project import Project

STEPS = ("staged", "frozen", "packed", "noted", "synced", "committed")
STAGING = ".staging"
PACK = "pack"
MEASURES = ("billed_cost", "effective_cost", "contracted_cost", "list_cost")
BLOCK = 1 << 20


@dataclass(frozen=True)
class FrozenTable:
    """A table of which a closing freezes the rows of its month. `columns` maps its columns to their types."""

    schema: str
    table: str
    period_column: str
    columns: dict[str, str]

    @property
    def relation(self) -> str:
        return f"{name(self.schema)}.{name(self.table)}"

    def of_period(self, period: str) -> str:
        """Return a condition: the row belongs to the month."""
        return f"{name(self.period_column)} = {quote(period)}"


def frozen_tables(con: duckdb.DuckDBPyConnection) -> list[FrozenTable]:
    """Return the tables that a closing freezes, as the last build registered them."""
    rows = con.execute(
        "select schema_name, table_name, period_column from raw_closed.frozen_tables order by all"
    ).fetchall()
    return [
        FrozenTable(
            schema,
            table,
            period_column,
            {row[0]: row[1] for row in con.execute(f"describe {name(schema)}.{name(table)}").fetchall()},
        )
        for schema, table, period_column in rows
    ]


def close_period(
    project: Project, period: str, missing: list[dict[str, Any]], tell: Callable[[str], None] = lambda _: None
) -> Closing:
    """Freeze the rows of `period` as the warehouse holds them and return the closing.

    `missing` is what was missing and accepted. The caller holds the run lock and has checked that the month
    may be closed. Until the last rename nothing is closed; what an earlier attempt left is removed.
    """
    staging = project.closed / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    folder = staging / str(os.getpid())
    folder.mkdir(parents=True)
    boundary("staged", STEPS)
    before = [one for one in closings(project) if one.period == period]
    version = max((one.version for one in before), default=0) + 1
    try:
        with open_read_only(project.warehouse) as con:
            con.execute("set timezone = 'UTC'")
            tell("freezing rows")
            tables = frozen_tables(con)
            files = [_freeze(con, table, period, folder) for table in tables]
            boundary("frozen", STEPS)
            sums = [one for table in tables for one in _sums(con, table, period)]
            entry = {
                "billing_period": period,
                "version": version,
                "closed_at": now_text(),
                "project_version": __version__,
                "previous_version": before[-1].version if before else None,
                "content_md5": _content_md5(files),
                "files": files,
                "sums": sums,
                "missing": missing,
            }
            tell("writing the close pack")
            write_pack(project, con, entry, folder / PACK)
            boundary("packed", STEPS)
        (folder / ENTRY).write_text(json.dumps(entry, indent=1, ensure_ascii=False), encoding="utf-8")
        boundary("noted", STEPS)
        for path in [*folder.rglob("*"), folder]:
            sync(path)
        boundary("synced", STEPS)
        month = project.closed / period
        month.mkdir(exist_ok=True)
        final = month / f"v{version}"
        os.rename(folder, final)
        sync(month)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    boundary("committed", STEPS)
    return Closing(final, entry, None)


def _freeze(con: duckdb.DuckDBPyConnection, table: FrozenTable, period: str, folder: Path) -> dict[str, Any]:
    """Write the rows of the month in the order of all columns. Returns what close.json says of the file."""
    path = folder / f"{table.table}.parquet"
    row = con.execute(
        f"copy (select * from {table.relation} where {table.of_period(period)} order by all)"
        f" to {quote(str(path))} (format parquet, compression zstd)"
    ).fetchone()
    return {"file_name": path.name, "md5": md5_of(path), "rows": row[0] if row else 0}


def _sums(con: duckdb.DuckDBPyConnection, table: FrozenTable, period: str) -> list[dict[str, Any]]:
    """Return the exact sums of a table's measures per currency, as decimal text."""
    currency = next((one for one in ("billing_currency", "currency") if one in table.columns), None)
    measures = [one for one, kind in table.columns.items() if kind.startswith("DECIMAL") and _is_in(one)]
    if currency is None or not measures:
        return []
    sums = ", ".join(f"sum({name(one)})" for one in measures)
    rows = con.execute(
        f"select {name(currency)}, count(*), {sums} from {table.relation}"
        f" where {table.of_period(period)} group by {name(currency)} order by {name(currency)}"
    ).fetchall()
    return [
        {
            "table": table.table,
            "currency": row[0],
            "rows": row[1],
            **{one: _exact(amount) for one, amount in zip(measures, row[2:], strict=True)},
        }
        for row in rows
    ]


def _is_in(column: str) -> bool:
    """Say whether a measure is in the currency of the row: those in the reporting currency are not."""
    return not column.endswith("_reporting")


def _exact(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _content_md5(files: list[dict[str, Any]]) -> str:
    """Return the md5 over the names and md5s of all frozen files."""
    text = "\n".join(f"{one['file_name']} {one['md5']}" for one in files)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def md5_of(path: Path) -> str:
    """Return the md5 of a file's bytes."""
    digest = hashlib.md5(usedforsecurity=False)
    with open(path, "rb") as handle:
        while block := handle.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Write a file or folder through to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
