"""Schema drift: how the columns of a file differ from those of the delivery before it, else from the
contract.
"""

from difflib import SequenceMatcher
from pathlib import Path

import duckdb

from finops.landing.ledger import Entry, delivery_folder, rank
from finops.landing.reading import LANDED_COLUMNS, Reading
from finops.landing.sql import glob_free
from finops.project import Project


def columns_before(
    con: duckdb.DuckDBPyConnection, project: Project, entries: list[Entry], table: str
) -> list[tuple[str, str]] | None:
    """Return (name, type) of the newest delivery's columns of `table` among `entries`, None where there
    is none.
    """
    for entry in sorted(entries, key=rank, reverse=True):
        files = sorted(delivery_folder(project, entry).glob(f"{table}.*.parquet"))
        if files:
            return _columns(con, files[0])
    return None


def _columns(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[str, str]]:
    described = con.execute(f"describe select * from read_parquet({glob_free(str(path))})").fetchall()
    return [(row[0], row[1]) for row in described if row[0] not in LANDED_COLUMNS]


def drift(reading: Reading, before: list[tuple[str, str]] | None) -> list[dict[str, str | None]]:
    """Return one record per column that was added, removed, moved or retyped, in the ledger's shape."""
    now = dict(reading.columns)
    if before is None:
        known = {column.name for column in reading.recognised.source.columns(reading.recognised.table.name)}
        return [
            _change(reading, column, "added", "not in the contract") for column in now if column not in known
        ]
    earlier = dict(before)
    changes = [_change(reading, column, "added", None) for column in now if column not in earlier]
    changes += [_change(reading, column, "removed", None) for column in earlier if column not in now]
    kept_before = [column for column in earlier if column in now]
    kept_now = [column for column in now if column in earlier]
    blocks = SequenceMatcher(a=kept_before, b=kept_now, autojunk=False).get_matching_blocks()
    in_place = {column for block in blocks for column in kept_now[block.b : block.b + block.size]}
    changes += [_change(reading, column, "moved", None) for column in kept_now if column not in in_place]
    changes += [
        _change(reading, column, "retyped", f"{earlier[column]} to {now[column]}")
        for column in kept_now
        if earlier[column] != now[column]
    ]
    return changes


def _change(reading: Reading, column: str, change: str, detail: str | None) -> dict[str, str | None]:
    return {
        "source_file": reading.file.source_file,
        "table_name": reading.recognised.table.name,
        "column_name": column,
        "change": change,
        "detail": detail,
    }
