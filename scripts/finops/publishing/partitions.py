"""Parquet beside the published database: a folder per table, a file per source and billing period.

Every file holds every column, so that `<schema>/<table>/*.parquet` is the table for any reader. A file whose
rows are those of the generation before is not written again: it is the same file, linked.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote as percent

import duckdb

from finops.landing.sql import name, quote
from finops.publishing.contract import PublicTable

PARTITION_COLUMNS = (("source_name", "billing_period"), ("x_SourceName", "x_BillingPeriod"))
WHOLE = "all.parquet"
FEW = 3
NUMBER = "_partition_number"


@dataclass(frozen=True)
class Partition:
    """One Parquet file. `content` stands for its columns and rows: equal content, equal rows."""

    file: str
    condition: str
    rows: int
    content: str


def partitions_of(con: duckdb.DuckDBPyConnection, table: PublicTable) -> list[Partition]:
    """Return the files of `table` in the order of their names. A table without rows is one file without
    rows."""
    relation = f"{name(table.schema)}.{name(table.name)}"
    described = con.execute(f"describe select * from {relation}").fetchall()
    columns = [row[0] for row in described]
    keys = next((pair for pair in PARTITION_COLUMNS if set(pair) <= set(columns)), None)
    shape = hashlib.sha256(repr([row[:2] for row in described]).encode()).hexdigest()[:16]
    row_hash = f"hash({', '.join(name(column) for column in columns)})"
    chosen = [name(key) for key in keys or ()]
    grouping = f" group by {', '.join(chosen)}" if chosen else ""
    measures = ["count(*)", f"sum(cast({row_hash} as hugeint))", f"bit_xor({row_hash})"]
    rows = con.execute(f"select {', '.join([*chosen, *measures])} from {relation}{grouping}").fetchall()
    found = sorted((_partition(keys or (), shape, row) for row in rows), key=lambda one: one.file)
    if len({one.file for one in found}) != len(found):
        raise ValueError(f"{relation}: two partitions have one file name")
    return found or [Partition(WHOLE, "true", 0, shape)]


def _partition(keys: tuple[str, ...], shape: str, row: tuple[Any, ...]) -> Partition:
    values, (count, total, exclusive_or) = row[: len(keys)], row[len(keys) :]
    condition = " and ".join(
        f"{name(key)} is null" if value is None else f"{name(key)} = {quote(value)}"
        for key, value in zip(keys, values, strict=True)
    )
    parts = ["undated" if value is None else percent(value, safe="") for value in values]
    file = f"{'.'.join(parts)}.parquet" if keys else WHOLE
    return Partition(file, condition or "true", count, f"{count}.{total or 0}.{exclusive_or or 0}.{shape}")


def write_parquet(
    database: Path, tables: list[PublicTable], candidate: Path, previous: Path | None, stamp: dict[str, Any]
) -> Iterator[tuple[PublicTable, list[Partition], int]]:
    """Write or link the files of each table below `candidate`. Yields the table, its files and how many were
    linked.

    `previous` is the generation before and `stamp` what it says of itself.
    """
    con = duckdb.connect(str(database), read_only=True)
    try:
        con.execute(
            "set timezone = 'UTC'; set enable_progress_bar = false; set preserve_insertion_order = false"
        )
        for table in tables:
            folder = candidate / table.schema / table.name
            folder.mkdir(parents=True)
            before = stamp.get("tables", {}).get(table.full_name, {}).get("partitions", {})
            partitions = partitions_of(con, table)
            changed = [
                one
                for one in partitions
                if before.get(one.file, {}).get("content") != one.content
                or not (
                    previous and _link(previous / table.schema / table.name / one.file, folder / one.file)
                )
            ]
            _write(con, table, changed, folder)
            linked = len(partitions) - len(changed)
            yield table, partitions, linked
    finally:
        con.close()


def _write(
    con: duckdb.DuckDBPyConnection, table: PublicTable, partitions: list[Partition], folder: Path
) -> None:
    """Write the files of `partitions`: few with a pass each, many in one pass of one thread."""
    relation = f"{name(table.schema)}.{name(table.name)}"
    options = "format parquet, compression zstd"
    if len(partitions) <= FEW:
        for one in partitions:
            con.execute(
                f"copy (select * from {relation} where {one.condition})"
                f" to {quote(str(folder / one.file))} ({options})"
            )
        return
    numbered = " ".join(f"when {one.condition} then {number}" for number, one in enumerate(partitions))
    work = folder / ".work"
    con.execute(f"set threads = 1; set partitioned_write_max_open_files = {len(partitions) + 1}")
    con.execute(
        f"copy (select * from (select *, case {numbered} end as {NUMBER} from {relation})"
        f" where {NUMBER} is not null)"
        f" to {quote(str(work))} ({options}, partition_by ({NUMBER}))"
    )
    con.execute("reset threads; reset partitioned_write_max_open_files")
    for number, one in enumerate(partitions):
        (written,) = (work / f"{NUMBER}={number}").iterdir()
        os.rename(written, folder / one.file)
    shutil.rmtree(work)


def _link(source: Path, target: Path) -> bool:
    """Link `target` to the file `source`. False where that cannot be: the file is then written."""
    try:
        os.link(source, target)
    except OSError:
        return False
    return True
